"""svclint predicts recorded updates of a real API server: outcome, fields, warnings, object."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.recorded import recorded
from tests.conformance.updates import FAMILY, agreement, updates

FAMILY_CASES = updates(FAMILY)
KINDS = {"EndpointSlice", "Endpoints", "IPAddress", "Ingress", "IngressClass", "ServiceCIDR"}
# Applied by kubectl 1.33, which takes a null annotation as an empty one (kubernetes#129257).
# svclint predicts kubectl 1.32, which recorded the updates of Services: it drops all annotations.
KNOWN_MISSES = ("d-fu-4200a7137a", "d-fu-ffc09dd13d", "d-fu-49d4d23e3b", "d-fu-d817f30d12")
CASES = [each for each in (*updates(), *FAMILY_CASES) if each["id"] not in KNOWN_MISSES]


def disagreements(case: dict[str, Any]) -> list[str]:
    measures = agreement(case)
    # The server stops at the first failing step; svclint reports the causes of all steps.
    measures.pop("exact", None)
    return [name for name, agrees in measures.items() if not agrees]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_prediction_is_what_the_server_did(case: dict[str, Any]) -> None:
    assert disagreements(case) == []


@pytest.mark.parametrize("identity", KNOWN_MISSES)
def test_known_misses_are_still_misses(identity: str) -> None:
    (case,) = [case for case in FAMILY_CASES if case["id"] == identity]
    assert "after" in disagreements(case), "mended: no longer a miss"


def test_every_kind_is_updated_and_refused_in_every_way() -> None:
    ways = {(case["object"], case["how"], recorded(case).refused) for case in FAMILY_CASES}
    assert ways == {
        (kind, how, refused)
        for kind in KINDS
        for how in ("apply", "ssa", "replace")
        for refused in (True, False)
    }
