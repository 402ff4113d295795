"""A rule with ``where`` or ``beside`` reports nothing for objects that these exclude."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from svclint.engine.run_rules import RuleCrash
from svclint.model import Finding
from svclint.model.cluster import parse_version
from svclint.rule import Rule
from svclint.rule.registry import all_rules
from svclint.source.document import Chunk, Document
from svclint.source.kinds import REFERENCE_KINDS, SERVICE_KINDS
from svclint.source.loading import documents_of_bytes

from tests.conformance.recorded import cases, facts_of
from tests.engine_runs import run
from tests.rules.pages import Example, examples

KINDS = SERVICE_KINDS | REFERENCE_KINDS
# Rules about old servers report only for the older version.
VERSIONS = ((1, 30), (1, 36))
UNBOUND = [rule._replace(where=frozenset(), beside=()) for rule in all_rules()]
BOUND = {rule.name: rule for rule in all_rules() if rule.where or rule.beside}
NAMES = ("web", "a-1", "1a", "", "A", "-a", "a.b", "a" * 63, "a" * 64, "é", None)
KEYS = ("app", "example.com/app", "a/b/c", "/a", "a/", "", "A_b.c", "-a", "a" * 64)
VALUES: dict[str, tuple[str | int | None, ...]] = {
    "name": (*NAMES, "http", "https"),
    "port": (80, 443, 1, 65535, 65536, 0, -1, None),
    "protocol": ("TCP", "UDP", "SCTP", "tcp", "", None),
    "targetPort": (80, 65535, 65536, 0, -1, "http", "80", "a--b", "", None),
    "nodePort": (30080, 30081, 0, None),
}
CHANGES = [{field: value} for field, values in VALUES.items() for value in values]
# Valid alone and together, except for one or two fields.
PORTS = st.lists(st.sampled_from((*CHANGES, None)), min_size=1, max_size=2).map(
    lambda changes: [
        change and {"name": f"a{number}", "port": 80 + number, **change}
        for number, change in enumerate((*changes, {"nodePort": 30080}))
    ]
)
LABELS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from((*NAMES, "A_b.c")), max_size=2)
METADATA = st.fixed_dictionaries(
    {"name": st.sampled_from(NAMES)},
    optional={
        "generateName": st.sampled_from(("web-", "", None)),
        "namespace": st.sampled_from(NAMES),
        "labels": LABELS | st.none(),
    },
)
SPEC = st.fixed_dictionaries(
    {"ports": PORTS},
    optional={
        "type": st.sampled_from(("ClusterIP", "NodePort", "LoadBalancer", "Nodeport", "", None)),
        "clusterIP": st.sampled_from(("None", "", "10.0.0.1", "10.0.0.300", None)),
        "clusterIPs": st.lists(st.sampled_from(("None", "10.0.0.1", "")), max_size=2),
        "externalIPs": st.lists(st.sampled_from(("192.0.2.1", "127.0.0.1")), max_size=1),
        "loadBalancerIP": st.sampled_from(("192.0.2.1", "", None)),
        "sessionAffinity": st.sampled_from(("None", "ClientIP", "", None)),
        "selector": LABELS | st.none(),
    },
)
BARE_SPEC = st.sampled_from(({}, {"ports": []}, {"ports": None, "clusterIP": "None"}))
ALONE = {name for name, rule in BOUND.items() if rule.scope in ("object", "cluster")}


def findings(
    text: str, case: dict[str, Any], rules: Sequence[Rule], version: tuple[int, int]
) -> list[Finding | RuleCrash]:
    facts = facts_of(case)._replace(version=version)
    documents = documents_of_bytes("manifest.yaml", text.encode(), KINDS)
    return list(run(documents, rules, lambda _: facts))


def _with_their_versions() -> Iterator[tuple[dict[str, Any], tuple[int, int]]]:
    for case in cases("versions-create"):
        yield case, parse_version(case["version"])


def test_in_every_recorded_manifest() -> None:
    spoken: set[str] = set()
    manifests = (*cases("create"), *cases("extra"), *cases("family"))
    for case, version in (*product(manifests, VERSIONS), *_with_their_versions()):
        found = findings(case["manifest"], case, all_rules(), version)
        assert found == findings(case["manifest"], case, UNBOUND, version), case["id"]
        spoken.update(item.rule for item in found if isinstance(item, Finding))
    predicting = {name for name in ALONE if BOUND[name].group in ("validity", "cluster")}
    assert predicting - spoken == set()


@pytest.mark.parametrize("example", list(examples()), ids=lambda e: f"{e.rule}:{e.line}")
def test_in_every_example(example: Example) -> None:
    for profile, version in product(("v4", "dual"), VERSIONS):
        case = {"profile": profile}
        found = findings(example.text, case, all_rules(), version)
        assert found == findings(example.text, case, UNBOUND, version)


@given(METADATA, SPEC | BARE_SPEC, st.sampled_from(VERSIONS))
@settings(max_examples=600)
def test_in_every_manifest_that_is_drawn(
    metadata: Any, spec: Any, version: tuple[int, int]
) -> None:
    data = {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec}
    facts = facts_of({"profile": "v4"})._replace(version=version)
    bound, unbound = (
        list(run([Document(Chunk("", "", 1), data)], rules, lambda _: facts))
        for rules in (
            [rule for rule in all_rules() if rule.name in ALONE],
            [rule for rule in UNBOUND if rule.name in ALONE],
        )
    )
    assert bound == unbound


@pytest.mark.parametrize("labels", [["x"], 7])
def test_behind_more_unknown_fields_than_are_told(labels: Any) -> None:
    # label-invalid would crash on these labels: it has to wait until their type is right.
    data: dict[str, Any] = {"apiVersion": "v1", "kind": "Service"}
    data |= dict.fromkeys(map(str, range(100)), 1)
    data |= {"metadata": {"name": "web", "labels": labels}, "spec": {"ports": [{"port": 80}]}}
    facts = facts_of({"profile": "v4"})
    found = list(run([Document(Chunk("", "", 1), data)], all_rules(), lambda _: facts))
    assert not [item for item in found if isinstance(item, RuleCrash)]
    assert "wrong-type" in {item.rule for item in found if isinstance(item, Finding)}
