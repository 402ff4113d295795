"""svclint predicts recorded updates of a real API server: outcome, fields, warnings, object."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.recorded import OLDER_KUBECTL, recorded
from tests.conformance.updates import FAMILY, agreement, updates

FAMILY_CASES = updates(FAMILY)
KINDS = {"EndpointSlice", "Endpoints", "IPAddress", "Ingress", "IngressClass", "ServiceCIDR"}
CASES = [each for each in (*updates(), *FAMILY_CASES) if each["id"] not in OLDER_KUBECTL]


def disagreements(case: dict[str, Any]) -> list[str]:
    measures = agreement(case)
    # The server stops at the first failing step; svclint reports the causes of all steps.
    measures.pop("exact", None)
    return [name for name, agrees in measures.items() if not agrees]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_prediction_is_what_the_server_did(case: dict[str, Any]) -> None:
    assert disagreements(case) == []


def test_an_older_kubectl_drops_all_annotations_for_a_null() -> None:
    cases = [case for case in updates() if case["id"] in OLDER_KUBECTL]
    assert len(cases) == 2
    # The warnings are those of the server, which was newer.
    assert all(set(disagreements(case)) <= {"warnings"} for case in cases)


def test_every_kind_is_updated_and_refused_in_every_way() -> None:
    ways = {(case["object"], case["how"], recorded(case).refused) for case in FAMILY_CASES}
    assert ways == {
        (kind, how, refused)
        for kind in KINDS
        for how in ("apply", "ssa", "replace")
        for refused in (True, False)
    }
