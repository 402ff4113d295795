"""The results of policies: messages, severities, and values that are unknown offline."""

from __future__ import annotations

import pytest
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.objects.update import predict
from svclint.kubernetes.service.update_steps import SERVICE_STEPS
from svclint.model import ServerAnswer, Severity
from svclint.policy import evaluate
from svclint.source.stream import documents

from tests.unit.policy_results import (
    BINDING,
    DENIED,
    DENY,
    FACTS,
    SERVICE,
    ask,
    policies,
    said,
    validating,
)


def test_actions_are_severities() -> None:
    every = BINDING + "  validationActions: [Deny, Audit]\n"
    policy = validating("false", "    message: 'no'\n    reason: Forbidden\n")
    denied, audited = ask(policies(policy, every))
    assert (denied.severity, denied.message) == (Severity.ERROR, DENIED + "no")
    assert denied.server == ServerAnswer("reject", "Forbidden", "")
    assert (audited.severity, audited.server) == (Severity.NOTE, None)
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


def test_variables_are_lazy_and_shared() -> None:
    more = """\
  variables:
  - {name: ports, expression: "object.spec.ports.map(p, p.port)"}
  - {name: most, expression: variables.ports.max()}
  - {name: broken, expression: object.nothing}
"""
    assert ask(policies(validating("variables.most == 80", more), DENY)) == []
    assert ask(policies(validating("variables.most == 81", more), DENY))


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
    options, web = ApplyOptions("replace"), document.object_name
    new = predict(SERVICE_STEPS, document.data, None, options, FACTS, web).after
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


def test_the_policy_has_its_source() -> None:
    (answer,) = ask(policies(validating("false"), DENY))
    place = answer.source.locate(answer.path)[0]
    assert (place.file, place.line) == ("0.yaml", 9)
