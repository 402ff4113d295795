"""svclint agrees with recorded answers on the other kinds of the Service API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.recorded import (
    PLACEHOLDERS,
    assert_agrees,
    cases,
    findings,
    predicted,
    recorded,
)

CASES = [case for case in cases("family") if case["id"] not in PLACEHOLDERS]
KINDS = {"EndpointSlice", "Endpoints", "IPAddress", "Ingress", "IngressClass", "ServiceCIDR"}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_verdict_fields_and_warnings_are_the_servers(case: dict[str, Any]) -> None:
    assert_agrees(case)


@pytest.mark.parametrize("identity", PLACEHOLDERS)
def test_a_placeholder_is_not_refused(identity: str) -> None:
    (case,) = [case for case in cases("family") if case["id"] == identity]
    assert "${" in case["manifest"]
    assert recorded(case).refused
    assert not predicted(findings(case)).refused


def test_every_kind_is_accepted_and_refused_in_some_case() -> None:
    assert {(case["object"], recorded(case).refused) for case in CASES} == {
        (kind, refused) for kind in KINDS for refused in (True, False)
    }
