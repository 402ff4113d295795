"""svclint agrees with the recorded answers of a real API server."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.agreement import predicting_rules, tally
from tests.conformance.recorded import (
    KNOWN_MISSES,
    assert_agrees,
    cases,
    findings,
    predicted,
    recorded,
)

CASES = [case for case in cases("create") if case["id"] not in KNOWN_MISSES]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_verdict_fields_and_warnings_are_the_servers(case: dict[str, Any]) -> None:
    assert_agrees(case)


@pytest.mark.parametrize("identity", KNOWN_MISSES)
def test_known_misses_are_still_misses(identity: str) -> None:
    (case,) = [case for case in cases("create") if case["id"] == identity]
    assert predicted(findings(case)).refused != recorded(case).refused, "mended: no longer a miss"


def test_every_rule_that_predicts_the_server_is_hit_by_a_recorded_case() -> None:
    hit = {name for name, row in tally().items() if row.right}
    assert predicting_rules() - hit == set()
