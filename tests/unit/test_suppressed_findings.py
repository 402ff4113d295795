"""A suppression hides the findings of its rules, and has no other effect."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from svclint.engine.alone import document_checker
from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import RuleCrash
from svclint.model import Finding, Suppressed
from svclint.model.cluster import ClusterFacts
from svclint.rule.registry import all_rules
from svclint.settings.rule_selection import RuleSelection
from svclint.settings.suppression.applying import SuppressionFilter
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes

from tests.engine_runs import completed


def outcome(text: str) -> tuple[list[Finding], list[Suppressed]]:
    """Check a text with all rules; return the findings and the suppressed ones."""
    facts, rules = ClusterFacts((1, 36)), all_rules()
    suppressing = SuppressionFilter()

    def noted() -> Iterator[DocumentResult]:
        documents = documents_of_bytes("web.yaml", text.encode(), KINDS_READ)
        for each in map(document_checker(rules, lambda _: facts, None), documents):
            suppressing.add(each, has_live=False)
            yield each

    found: list[Finding] = []
    for item in completed(noted(), rules):
        assert not isinstance(item, RuleCrash), item.trace
        found.append(item)
    shown, hidden = suppressing.split(found)
    choice = RuleSelection(frozenset(rule.name for rule in rules), {}, needs_reason=False)
    return shown + suppressing.problems(rules, lambda _: choice), hidden


FAULTY = """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: NodePort
  selector: {app: web}
  ports:
    - port: 80
      nodePort: 99
    - port: 99999
      protokol: TCP
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata: {name: a, labels: {"a b": c}}
  spec:
    externalName: x
    ports: [{port: 80, name: a}, {port: 80, name: a}]
- apiVersion: v1
  kind: Service
  metadata: {name: b}
  spec: {type: LoadBalancer, ports: [{port: 22}], selector: {a: b}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i}
spec: {defaultBackend: {service: {name: nowhere, port: {number: 80}}}}
"""
ALL_FOUND = outcome(FAULTY)[0]
NAMES = sorted({finding.rule for finding in ALL_FOUND})


def key(finding: Finding) -> tuple[str, str, str, str]:
    # Messages may contain line numbers, which a comment changes.
    message = re.sub(r"\.yaml:\d+", ".yaml", finding.message)
    return finding.rule, str(finding.object), finding.field, message


def test_the_manifest_of_the_property_has_many_faults() -> None:
    assert len(NAMES) > 8


@given(
    st.integers(0, FAULTY.count("\n")),
    st.booleans(),
    st.lists(st.sampled_from([*NAMES, "no-such-rule"]), min_size=1, max_size=4),
)
def test_a_suppression_never_changes_what_other_rules_find(
    at: int, is_behind: bool, rules: list[str]
) -> None:
    lines = FAULTY.split("\n")
    comment = f"# svclint: ignore[{', '.join(rules)}]"
    if is_behind:
        assume(lines[at])
        lines[at] += f" {comment}"
    else:
        lines.insert(at, comment)
    shown, hidden = outcome("\n".join(lines))
    others = [finding for finding in shown if finding.group != "suppression"]
    assert Counter(map(key, [*others, *(each.finding for each in hidden)])) == Counter(
        map(key, ALL_FOUND)
    )
    assert {each.finding.rule for each in hidden} <= set(rules)


@pytest.mark.parametrize("rule", NAMES)
def test_at_the_head_a_whole_document_is_covered(rule: str) -> None:
    pieces = FAULTY.split("---\n")
    text = "---\n".join(f"# svclint: ignore[{rule}]\n{piece}" for piece in pieces)
    shown, hidden = outcome(text)
    assert rule not in {finding.rule for finding in shown}
    count = sum(finding.rule == rule for finding in ALL_FOUND)
    assert len([each for each in hidden if each.finding.rule == rule]) == count


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        # The rule ran and reported nothing.
        ("session-affinity-timeout", "suppression-unused"),
        # The rule needs live objects.
        ("cluster-ip-changed", ""),
        # The rule needs facts about the cluster.
        ("cluster-ip-outside-cidr", ""),
        # There may be other policies elsewhere.
        ("policy-denied", ""),
        ("session-afinity-timeout", "suppression-unknown-rule"),
    ],
)
def test_only_rules_that_looked_make_a_suppression_unused(rule: str, told: str) -> None:
    text = f"# svclint: ignore[{rule}]\napiVersion: v1\nkind: Service\nmetadata: {{name: web}}\n"
    text += "spec: {ports: [{port: 80}], selector: {a: b}}\n"
    found = [each.rule for each in outcome(text)[0] if each.group == "suppression"]
    assert found == ([told] if told else [])


def test_what_could_not_be_decoded_makes_no_suppression_unused() -> None:
    text = "# svclint: ignore[session-affinity-timeout, duplicate-key]\napiVersion: v1\n"
    text += "kind: Service\nmetadata: {name: web}\nspec: {ports: 80}\n"
    found = [each.message for each in outcome(text)[0] if each.group == "suppression"]
    assert found == ["duplicate-key reports nothing to suppress here"]


def test_what_is_meant_by_unknown_rules_is_searched_for_a_few_of_them() -> None:
    text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels:\n"
    for number in range(60):
        text += f"    a{number}: b  # svclint: ignore[session-afinity-timeout{number}]\n"
    text += "    z: b  # svclint: ignore[session-afinity-timeout0]\n"
    text += "spec: {ports: [{port: 80}], selector: {a: b}}\n"
    found = [each for each in outcome(text)[0] if each.rule == "suppression-unknown-rule"]
    assert len(found) == 61
    assert sum("did you mean session-affinity-timeout" in each.message for each in found) == 51
