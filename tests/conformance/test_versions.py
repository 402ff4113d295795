"""svclint agrees with the recorded answers of kube-apiserver 1.28 to 1.37 to the same manifests."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.recorded import DATA, assert_agrees, cases
from tests.conformance.updates import agreement, updates

CREATES = cases("versions-create")
UPDATES = updates(DATA / "versions-update.jsonl.gz")


@pytest.mark.parametrize("case", CREATES, ids=[case["id"] for case in CREATES])
def test_verdict_fields_and_warnings_are_those_of_the_version(case: dict[str, Any]) -> None:
    assert_agrees(case)


@pytest.mark.parametrize("case", UPDATES, ids=[case["id"] for case in UPDATES])
def test_prediction_is_what_the_version_did(case: dict[str, Any]) -> None:
    measures = agreement(case)
    # The server stops at the first failing step; svclint reports the causes of all steps.
    measures.pop("exact", None)
    assert [name for name, agrees in measures.items() if not agrees] == []
