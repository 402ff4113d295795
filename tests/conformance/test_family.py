"""svclint agrees with recorded answers on the other kinds of the Service API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.recorded import assert_agrees, cases, recorded

CASES = cases("family")
KINDS = {"EndpointSlice", "Endpoints", "IPAddress", "Ingress", "IngressClass", "ServiceCIDR"}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_verdict_fields_and_warnings_are_the_servers(case: dict[str, Any]) -> None:
    assert_agrees(case)


def test_every_kind_is_accepted_and_refused_in_some_case() -> None:
    assert {(case["object"], recorded(case).refused) for case in CASES} == {
        (kind, refused) for kind in KINDS for refused in (True, False)
    }
