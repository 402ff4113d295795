"""A rule that says where it may find something finds nothing elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from svclint.engine import RuleCrash, run
from svclint.model import Finding
from svclint.registry import all_rules
from svclint.rule import Rule
from svclint.source.kinds import REFERENCE_KINDS, SERVICE_KINDS
from svclint.source.load import read

from tests.conformance.recorded import cases, facts_of
from tests.rules.pages import Example, examples

KINDS = SERVICE_KINDS | REFERENCE_KINDS
# Rules that speak of old servers alone speak at the older one.
VERSIONS = ((1, 30), (1, 36))
UNBOUND = [rule._replace(where=frozenset(), beside=()) for rule in all_rules()]
BOUND = {rule.name: rule for rule in all_rules() if rule.where or rule.beside}


def findings(
    text: str, case: dict[str, Any], rules: Sequence[Rule], version: tuple[int, int]
) -> list[Finding | RuleCrash]:
    facts = facts_of(case)._replace(version=version)
    documents = read("manifest.yaml", text.encode(), KINDS)
    return list(run(documents, rules, lambda _: facts))


def test_in_every_recorded_manifest() -> None:
    spoken: set[str] = set()
    for case, version in product((*cases("create"), *cases("extra")), VERSIONS):
        found = findings(case["manifest"], case, all_rules(), version)
        assert found == findings(case["manifest"], case, UNBOUND, version), case["id"]
        spoken.update(item.rule for item in found if isinstance(item, Finding))
    alone_rules = {
        name
        for name, rule in BOUND.items()
        if rule.group in ("validity", "cluster") and rule.scope in ("service", "cluster")
    }
    assert alone_rules - spoken == set()


@pytest.mark.parametrize("example", list(examples()), ids=lambda e: f"{e.rule}:{e.line}")
def test_in_every_example(example: Example) -> None:
    for profile, version in product(("v4", "dual"), VERSIONS):
        case = {"profile": profile}
        found = findings(example.text, case, all_rules(), version)
        assert found == findings(example.text, case, UNBOUND, version)
