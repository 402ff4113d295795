"""svclint agrees with recorded answers to NetworkPolicies, as far as rules check them."""

from __future__ import annotations

from typing import Any

import pytest
from svclint.engine.run_rules import RuleCrash
from svclint.model import Finding
from svclint.model.cluster import ClusterFacts, parse_version
from svclint.rule.registry import all_rules
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes

from tests.conformance.recorded import cases
from tests.engine_runs import run

CASES = cases("network-policies")
FACTS = ClusterFacts(parse_version("1.36.2"))
RULES = [rule for rule in all_rules() if rule.name.startswith("network-policy-")]


def refused_fields(case: dict[str, Any]) -> set[str]:
    """Return the fields that svclint reports as refused."""
    documents = documents_of_bytes("policy.yaml", case["manifest"].encode(), KINDS_READ)
    found: list[Finding] = []
    for item in run(documents, RULES, lambda _file: FACTS):
        assert not isinstance(item, RuleCrash), item.trace
        found.append(item)
    return {
        each.field.removeprefix(".") for each in found if "the API server refuses" in each.message
    }


@pytest.mark.parametrize("case", CASES, ids=[str(at) for at in range(len(CASES))])
def test_fields_are_those_that_the_server_refuses(case: dict[str, Any]) -> None:
    recorded = {cause["field"] for cause in case["causes"]}
    assert bool(recorded) == (case["status"] == 422)
    # The server names a list or a map where svclint names the entry.
    named = {
        max((field for field in recorded if _is_within(each, field)), key=len, default=each)
        for each in refused_fields(case)
    }
    assert named == recorded


def _is_within(field: str, other: str) -> bool:
    return field == other or field.startswith((f"{other}[", f"{other}."))


def test_policies_are_accepted_and_refused() -> None:
    assert {case["status"] for case in CASES} == {201, 422}
