"""A policy in the short form is equivalent to its exported form."""

from __future__ import annotations

import pytest
import yaml
from svclint.model.addresses import parse_cidr
from svclint.model.cluster import ClusterFacts
from svclint.policy import load_policies
from svclint.policy.short_form import expand, is_short_form
from svclint.policy.short_form_examples import exported, failed_examples
from svclint.source.document import Document
from svclint.source.stream import documents

NETWORK = parse_cidr("10.3.240.0/20")
assert NETWORK is not None
FACTS = ClusterFacts((1, 36), (NETWORK[1],))
SHORT = """\
id: no-node-ports
match:
  namespaces: [shop]
  operations: [CREATE]
  when: object.metadata.name != 'gateway'
variables:
  kind: object.spec.type
expression: variables.kind != 'NodePort'
messageExpression: "'not ' + variables.kind"
severity: warning
examples:
  - pass: {apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80}]}}
    namespace: shop
  - fail:
      apiVersion: v1
      kind: Service
      metadata: {name: a}
      spec: {type: NodePort, ports: [{port: 80}]}
    namespace: shop
    says: not NodePort
"""


def short(text: str = SHORT) -> Document:
    (document,) = documents("p.yaml", text.encode())
    assert is_short_form(document)
    return document


def test_its_examples_hold() -> None:
    assert load_policies([short()]).problems == ()
    assert list(failed_examples(short(), FACTS)) == []


def test_it_expands_to_a_policy_and_its_binding() -> None:
    policy, binding = expand(short())
    assert policy["spec"]["variables"] == [{"name": "kind", "expression": "object.spec.type"}]
    assert policy["spec"]["matchConditions"][0]["expression"] == "object.metadata.name != 'gateway'"
    assert binding["spec"]["validationActions"] == ["Warn"]
    assert list(yaml.safe_load_all(exported(short()))) == [policy, binding]
    found = load_policies(documents("long.yaml", exported(short()).encode()), "1.36")
    assert found.problems == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- pass:", "- fail:", "should fail, but passes"),
        ("- fail:", "- pass:", "should pass, but: Validation failed for"),
        ("says: not NodePort", "says: other words", "should say 'other words', but says"),
        ("kind: Service, metadata", "kind: Pod, metadata", "the example is no Service"),
    ],
)
def test_an_example_that_does_not_hold_is_told_at_its_place(old: str, new: str, words: str) -> None:
    ((place, text),) = failed_examples(short(SHORT.replace(old, new)), FACTS)
    assert words in text
    assert place.line in (12, 14)


@pytest.mark.parametrize(
    ("old", "new", "words", "line"),
    [
        ("severity: warning", "severity: fatal", "severity must be one of", 10),
        ("id: no-node-ports", "id: No Node", "id must be a name", 1),
        ("  when:", "  whenever:", "whenever is unknown", 5),
        ("severity:", "severitty:", "severitty is unknown", 10),
        ("!= 'NodePort'", "!= NodePort", "undeclared reference to 'NodePort'", 8),
        ("kind: object.spec.type", "kind: object.spec.", "Syntax error", 8),
    ],
)
def test_what_is_wrong_with_it_is_told_at_its_place(
    old: str, new: str, words: str, line: int
) -> None:
    problem, *_ = load_policies([short(SHORT.replace(old, new))]).problems
    assert words in problem.message
    assert problem.location.line == line
    assert problem.server is None
