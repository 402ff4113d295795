"""svclint predicts recorded updates of a real API server: outcome, fields, warnings, object."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.updates import agreement, updates

CASES = updates()


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_prediction_is_what_the_server_did(case: dict[str, Any]) -> None:
    measures = agreement(case)
    # The server stops at the first failing step; svclint reports the causes of all steps.
    measures.pop("exact", None)
    assert [name for name, agrees in measures.items() if not agrees] == []
