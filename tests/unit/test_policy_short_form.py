"""A policy in the short form is equivalent to its exported form."""

from __future__ import annotations

import json

import pytest
import yaml
from svclint.model.addresses import parse_cidr
from svclint.model.cluster import ClusterFacts
from svclint.model.networks import Networks
from svclint.policy import load_policies
from svclint.policy.export import exported
from svclint.policy.short_form import expand, is_short_form
from svclint.policy.short_form_examples import failed_examples
from svclint.source.document import Document
from svclint.source.stream import documents

NETWORK = parse_cidr("10.3.240.0/20")
assert NETWORK is not None
FACTS = ClusterFacts((1, 36), Networks((NETWORK[1],)))
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
        ("kind: Service, metadata", "kind: Pod, metadata", "the example is not a Service"),
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
        ("id: no-node-ports", "id: No Node", "id must be a valid name", 1),
        ("  when:", "  whenever:", "unknown key whenever", 5),
        ("severity:", "severitty:", "unknown key severitty", 10),
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


COMMENTED = """\
# Asked for by the network team.

id: no-node-ports  # as in the handbook
match:  # all of it
  # the shop only
  namespaces: [shop]  # for now
  operations:
    # at first
    - CREATE
    - UPDATE  # later, too
  # the gateway may
  when: object.metadata.name != 'gateway'
# used below
variables:
  # shorter
  kind: object.spec.type  # a string
# the rule itself
expression: >-  # folded
  variables.kind != 'NodePort'
# for the user
message: "on"  # short
messageExpression: |
  'not ' +
  variables.kind  // # of CEL
severity: warning  # or error
# dropped
examples: []
"""
EXPORTED = """\
# Asked for by the network team.
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: no-node-ports # as in the handbook
spec:
  failurePolicy: Fail
  # all of it
  matchConstraints:
    resourceRules:
      - apiGroups:
          - ''
        apiVersions:
          - v1
        operations:
          # at first
          - CREATE
          - UPDATE # later, too
        resources:
          - services
    namespaceSelector:
      matchExpressions:
        - key: kubernetes.io/metadata.name
          operator: In
          # the shop only
          values:
            - shop # for now
  matchConditions:
    - name: when
      # the gateway may
      expression: object.metadata.name != 'gateway'
  # used below
  variables:
    - name: kind
      # shorter
      expression: object.spec.type # a string
  validations:
    # the rule itself
    - expression: variables.kind != 'NodePort' # folded
      # for the user
      message: 'on' # short
      messageExpression: |
        'not ' +
        variables.kind  // # of CEL
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: no-node-ports
spec:
  policyName: no-node-ports
  validationActions:
    - Warn # or error
"""


def test_comments_survive_the_export() -> None:
    assert exported(short(COMMENTED)) == EXPORTED


def test_a_comment_behind_a_block_stands_above_it() -> None:
    text = COMMENTED.replace("messageExpression: |", "messageExpression: |  # two lines")
    assert "      # two lines\n      messageExpression: |\n" in exported(short(text))


def test_comments_at_the_end_survive_the_export() -> None:
    text = COMMENTED.replace("# dropped\nexamples: []\n", "# the end\n")
    assert exported(short(text)) == f"{EXPORTED}# the end\n"


@pytest.mark.parametrize(
    "text",
    [
        *("on", "y", "null", "~", "017", "1_000", "1:30", "2026-01-02", ".nan", "1e3", "- a", "{a"),
        *(
            "a: b",
            "a # b",
            "#a",
            "  a",
            "a  ",
            "it's",
            "'it' + \"s\"",
            "\\",
            "a\tb",
            "x\x07y",
            "é☃",
        ),
        *("a\n", "a\nb", "a\n\n", "  a\nb\n", "a  \nb\n", "\na", "a\n# b\n", "a\t\nb", "!a", "&a"),
        *("%a", "@a", "a,b", "a]", "?", "=", "<<", "é☃", "x" * 300, "a " * 200 + "b"),
    ],
)
def test_every_text_is_read_again_as_it_was(text: str) -> None:
    document = short(f"id: a\nexpression: {json.dumps(text)}\nmessage: {json.dumps(text)}\n")
    written = exported(document)
    wanted = list(expand(document))
    assert list(yaml.safe_load_all(written)) == wanted
    assert [each.data for each in documents("long.yaml", written.encode())] == wanted


def test_every_example_is_read_again_as_it_was() -> None:
    for text in (SHORT, COMMENTED):
        written = exported(short(text))
        assert list(yaml.safe_load_all(written)) == list(expand(short(text)))
