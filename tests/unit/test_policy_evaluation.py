"""Policies apply to matching objects, as their bindings say, and never guess."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.service.update import predict
from svclint.model import ServerAnswer, Severity
from svclint.model.addresses import parse_cidr
from svclint.model.cluster import ClusterFacts
from svclint.policy import Policies, evaluate, load_policies
from svclint.policy.evaluation.evaluate import PolicyResult
from svclint.source.stream import documents

NETWORK = parse_cidr("10.3.240.0/20")
assert NETWORK is not None
FACTS = ClusterFacts((1, 36), (NETWORK[1],))
POLICY = """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec:
  matchConstraints:
    resourceRules:
    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [services]}
"""
BINDING = """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: b}
spec:
  policyName: p
"""
DENY = BINDING + "  validationActions: [Deny]\n"
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {type: NodePort, ports: [{port: 80}]}
"""
DENIED = "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: "


def policies(*texts: str) -> Policies:
    found = load_policies(
        each for i, text in enumerate(texts) for each in documents(f"{i}.yaml", text.encode())
    )
    assert [problem for problem in found.problems if problem.server] == []
    return found


def ask(
    found: Policies, text: str = SERVICE, old: str = "", facts: ClusterFacts = FACTS
) -> list[PolicyResult]:
    (document,) = documents("s.yaml", text.encode())
    before: Any = yaml.safe_load(old) if old else None
    namespace = document.object_name.namespace or "default"
    new = predict(document.data, before, ApplyOptions("replace"), facts, document.object_name).after
    return evaluate(found, new, before, namespace, "UPDATE" if old else "CREATE", facts)


def validating(expression: str, more: str = "") -> str:
    return f"{POLICY}  validations:\n  - expression: {expression!r}\n{more}"


def said(found: Policies, text: str = SERVICE, old: str = "") -> list[tuple[str, str]]:
    return [(answer.rule, answer.message) for answer in ask(found, text, old)]


def test_actions_are_severities() -> None:
    every = BINDING + "  validationActions: [Deny, Audit]\n"
    policy = validating("false", "    message: 'no'\n    reason: Forbidden\n")
    denied, audited = ask(policies(policy, every))
    assert (denied.severity, denied.message) == (Severity.ERROR, DENIED + "no")
    assert denied.server == ServerAnswer("reject", "Forbidden", "")
    assert (audited.severity, audited.server) == (Severity.INFO, None)
    (warned,) = ask(policies(policy, BINDING + "  validationActions: [Warn]\n"))
    assert warned.severity == Severity.WARNING
    assert warned.server == ServerAnswer("warn", "", "")
    start = "Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': "
    assert warned.message == start + "no"


def test_a_policy_without_binding_says_nothing_and_is_told() -> None:
    found = policies(validating("false"))
    assert ask(found) == []
    assert [problem.rule for problem in found.problems] == ["policy-unbound"]


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ("", "failed expression: false"),
        ("    message: ' no '\n", "no"),
        ("    messageExpression: \"'not ' + object.metadata.name\"\n", "not web"),
        ("    message: 'no'\n    messageExpression: string(object.nothing)\n", "no"),
    ],
)
def test_messages(more: str, text: str) -> None:
    assert said(policies(validating("false", more), DENY)) == [("policy-denied", DENIED + text)]


def test_an_error_denies_or_not_as_the_failure_policy_says() -> None:
    policy = validating("object.nothing == 1")
    ((rule, message),) = said(policies(policy, DENY))
    assert rule == "policy-denied"
    assert message.endswith(
        "expression 'object.nothing == 1' resulted in error: no such key: nothing"
    )
    assert said(policies(policy.replace("spec:\n", "spec:\n  failurePolicy: Ignore\n"), DENY)) == []


@pytest.mark.parametrize(
    ("condition", "applies"),
    [("object.metadata.name == 'web'", True), ("request.operation == 'UPDATE'", False)],
)
def test_match_conditions(condition: str, applies: bool) -> None:
    more = f'  matchConditions: [{{name: c, expression: "{condition}"}}]\n'
    assert bool(ask(policies(validating("false", more), DENY))) is applies


def test_variables_are_lazy_and_shared() -> None:
    more = """\
  variables:
  - {name: ports, expression: "object.spec.ports.map(p, p.port)"}
  - {name: most, expression: variables.ports.max()}
  - {name: broken, expression: object.nothing}
"""
    assert ask(policies(validating("variables.most == 80", more), DENY)) == []
    assert ask(policies(validating("variables.most == 81", more), DENY))


PARAMS = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: limits, namespace: shop, labels: {limits: "yes"}}
data: {most: "0"}
"""


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


@pytest.mark.parametrize(
    ("expression", "rule"),
    [
        # The result is the same for every allocated address.
        ("object.spec.clusterIP != 'None'", None),
        ("cidr('10.3.240.0/20').containsIP(object.spec.clusterIP)", None),
        ("cidr('10.9.0.0/16').containsIP(object.spec.clusterIP)", "policy-denied"),
        ("object.spec.ports[0].nodePort >= 30000", None),
        ("object.metadata.uid != 'x' || true", None),
        # Here the result depends on the allocated address.
        ("object.spec.clusterIP.endsWith('7')", "policy-unjudged"),
        ("object.spec.clusterIP != '10.3.240.77'", "policy-unjudged"),
        ("object.spec.ports[0].nodePort < 31000", "policy-unjudged"),
        ("object.metadata.uid != 'x'", "policy-unjudged"),
        ("request.userInfo.username == 'jane'", "policy-unjudged"),
        ("request.userInfo.username != ''", None),
        ("authorizer.group('').resource('services').check('get').allowed()", "policy-unjudged"),
    ],
)
def test_what_nobody_can_know_offline_is_said_not_guessed(
    expression: str, rule: str | None
) -> None:
    found = [rule for rule, _ in said(policies(validating(expression), DENY))]
    assert found == ([] if rule is None else [rule])


def test_a_user_that_is_known_is_seen() -> None:
    found = policies(validating("request.userInfo.username == 'jane'"), DENY)
    (document,) = documents("s.yaml", SERVICE.encode())
    new = predict(document.data, None, ApplyOptions("replace"), FACTS, document.object_name).after
    for name, denied in (("jane", False), ("john", True)):
        user = {"username": name, "groups": [], "extra": {}, "uid": ""}
        assert bool(evaluate(found, new, None, "shop", "CREATE", FACTS, user)) is denied


def test_an_update_sees_the_old_object() -> None:
    found = policies(
        validating("oldObject == null || oldObject.spec.type == object.spec.type"), DENY
    )
    old = SERVICE.replace("type: NodePort", "type: ClusterIP, clusterIP: 10.3.240.9")
    assert ask(found) == []
    assert len(ask(found, SERVICE, old)) == 1


def test_a_policy_of_other_kinds_says_nothing() -> None:
    policy = validating("false").replace("[services]", "[pods, services/status]")
    assert ask(policies(policy, DENY)) == []


def test_two_bindings_speak_each() -> None:
    other = DENY.replace("{name: b}", "{name: a}")
    found = [message for _, message in said(policies(validating("false"), DENY, other))]
    assert len(found) == 2
    assert any("'a'" in message for message in found)


def test_the_policy_has_its_source() -> None:
    (answer,) = ask(policies(validating("false"), DENY))
    place = answer.source.locate(answer.path)[0]
    assert (place.file, place.line) == ("0.yaml", 9)


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
