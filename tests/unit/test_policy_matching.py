"""Which objects and parameters a policy applies to."""

from __future__ import annotations

import pytest
from svclint.policy import load_policies
from svclint.source.stream import documents

from tests.unit.policy_results import DENY, PARAMS, ask, policies, said, validating


@pytest.mark.parametrize(
    ("condition", "applies"),
    [("object.metadata.name == 'web'", True), ("request.operation == 'UPDATE'", False)],
)
def test_match_conditions(condition: str, applies: bool) -> None:
    more = f'  matchConditions: [{{name: c, expression: "{condition}"}}]\n'
    assert bool(ask(policies(validating("false", more), DENY))) is applies


@pytest.mark.parametrize(
    ("reference", "denied"),
    [
        ("{name: limits, namespace: shop, parameterNotFoundAction: Deny}", True),
        ("{selector: {matchLabels: {limits: 'yes'}}, parameterNotFoundAction: Deny}", True),
        ("{name: other, namespace: shop, parameterNotFoundAction: Deny}", True),
        ("{name: other, namespace: shop, parameterNotFoundAction: Allow}", False),
    ],
)
def test_parameters(reference: str, denied: bool) -> None:
    more = "  paramKind: {apiVersion: v1, kind: ConfigMap}\n"
    policy = validating("object.spec.ports.size() <= int(params.data.most)", more)
    assert bool(ask(policies(policy, PARAMS, f"{DENY}  paramRef: {reference}\n"))) is denied


ANY = "{apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*']}"
NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {env: prod}}\n"


@pytest.mark.parametrize(
    ("resources", "denied"),
    [
        ("namespaceSelector: {matchLabels: {env: prod}}", True),
        ("namespaceSelector: {matchLabels: {env: test}}", False),
        ("objectSelector: {matchLabels: {app: web}}", True),
        ("objectSelector: {matchExpressions: [{key: app, operator: DoesNotExist}]}", False),
        (f"excludeResourceRules: [{ANY}]", False),
    ],
)
def test_what_a_binding_matches(resources: str, denied: bool) -> None:
    binding = f"{DENY}  matchResources:\n    {resources}\n"
    assert bool(ask(policies(validating("false"), NAMESPACE, binding))) is denied


def test_a_namespace_that_is_not_known_is_not_guessed() -> None:
    more = "  matchResources: {namespaceSelector: {matchLabels: {env: prod}}}\n"
    ((rule, message),) = said(policies(validating("false"), DENY + more))
    assert rule == "policy-unjudged"
    assert "cannot be evaluated offline: needs" in message
    # Its name is known, and so is the label that contains it.
    named = "{matchLabels: {kubernetes.io/metadata.name: shop}}"
    more = f"  matchResources: {{namespaceSelector: {named}}}\n"
    assert [rule for rule, _ in said(policies(validating("false"), DENY + more))] == [
        "policy-denied"
    ]


def test_a_policy_of_other_kinds_says_nothing() -> None:
    policy = validating("false").replace("[services]", "[pods, services/status]")
    assert ask(policies(policy, DENY)) == []


def test_two_bindings_speak_each() -> None:
    other = DENY.replace("{name: b}", "{name: a}")
    found = [message for _, message in said(policies(validating("false"), DENY, other))]
    assert len(found) == 2
    assert any("'a'" in message for message in found)


def test_parameters_that_were_not_given_are_not_held_to_be_missing() -> None:
    more = "  paramKind: {apiVersion: v1, kind: ConfigMap}\n"
    policy = validating("object.spec.ports.size() <= int(params.data.most)", more)
    for action in ("Deny", "Allow"):
        reference = f"{{name: limits, namespace: shop, parameterNotFoundAction: {action}}}"
        texts = (policy, f"{DENY}  paramRef: {reference}\n")
        among_files = [each for text in texts for each in documents("p.yaml", text.encode())]
        (answer,) = ask(load_policies([], found=among_files))
        assert answer.rule == "policy-unjudged"
        assert answer.message.endswith("cannot be evaluated offline: needs its parameters")
        assert answer.remedy == "give the parameters' manifests with --policy"
        given = list(documents("c.yaml", PARAMS.encode()))
        assert [each.rule for each in ask(load_policies(given, found=among_files))] == [
            "policy-denied"
        ]
