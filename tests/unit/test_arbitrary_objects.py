"""No shape of JSON makes a rule or an index fail, whatever the kind of the object."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from svclint.app.policies import RunPolicies
from svclint.engine.across import check_across
from svclint.engine.alone import document_checker
from svclint.engine.collecting import collect
from svclint.engine.live import Live
from svclint.engine.run_rules import RuleCrash
from svclint.kubernetes.live.snapshot import SnapshotError
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.targets import targets_json
from svclint.model.cluster import NO_CLAIMS, ClusterFacts
from svclint.model.networks import NO_NETWORKS
from svclint.report.targets.graph import graph
from svclint.rule.registry import all_rules
from svclint.source import Document
from svclint.source.kinds import API_VERSIONS, KINDS_READ, REFERENCE_KINDS
from svclint.source.loading import documents_of_bytes

from tests.fuzz.shapes import GROUPS, object_of

VERSION = (1, 37)
FACTS = ClusterFacts(VERSION, NO_NETWORKS, (30000, 32767), "default", NO_CLAIMS)
# Each seed draws so many sets of objects.
SETS = 40


def test_every_kind_that_is_read_is_drawn() -> None:
    assert set(GROUPS) >= REFERENCE_KINDS | set(API_VERSIONS)


def crashes(objects: list[Any], live: list[Any]) -> list[str]:
    """Return what fails if all rules run on objects, beside live ones."""
    raw = json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}).encode()
    rules = all_rules()
    found = [Document(each.chunk, each.data) for each in _read(live)]
    beside = Live(found, ApplyOptions()) if found else None
    try:
        check = document_checker(rules, lambda _: FACTS, beside, predicts=beside is not None)
    except SnapshotError:
        return []
    collected = collect(map(check, documents_of_bytes("x.yaml", raw, KINDS_READ)), beside)
    policies = RunPolicies((), VERSION, rules, beside)
    items = [item for each in check_across(collected, rules, policies) for item in each]
    items += policies.problems()
    for inventory in collected.inventories.values():
        targets_json(inventory)
        list(graph(inventory))
    return [f"{each.message}\n{each.trace}" for each in items if isinstance(each, RuleCrash)]


def _read(objects: list[Any]) -> list[Document]:
    raw = json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}).encode()
    return [each for each in documents_of_bytes("live", raw, KINDS_READ) if each.problem is None]


@pytest.mark.parametrize("seed", range(10))
def test_no_object_makes_a_rule_fail(seed: int) -> None:
    random = Random(seed)
    for _ in range(SETS):
        objects = [object_of(random) for _ in range(random.randint(1, 8))]
        assert crashes(objects, []) == [], objects


@pytest.mark.parametrize("seed", range(5))
def test_no_change_makes_a_rule_fail(seed: int) -> None:
    random = Random(seed)
    for _ in range(SETS):
        objects = [object_of(random, "Service") for _ in range(2)]
        live = [object_of(random, "Service") for _ in range(2)]
        assert crashes(objects, live) == [], (objects, live)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=4,
)
_VERSIONS, _NAMES = st.sampled_from(["v1", 1, "apps/v1"]), st.sampled_from(["Service", "kind"])


@given(version=_VERSIONS | _JSON, kind=_NAMES | _JSON, metadata=_JSON, more=_JSON)
def test_no_value_of_the_names_of_an_object_fails(
    version: object, kind: object, metadata: object, more: object
) -> None:
    data = {"apiVersion": version, "kind": kind, "metadata": metadata, "spec": more}
    for written in (data, [data], {"kind": kind}, {"apiVersion": version, "items": more}):
        raw = json.dumps(written).encode()
        assert list(documents_of_bytes("x.yaml", raw, KINDS_READ))
