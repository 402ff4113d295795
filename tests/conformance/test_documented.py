"""The policies of the Kubernetes documentation run unchanged, with the documented results."""

from __future__ import annotations

import json
from typing import Any

import pytest
from svclint.cel import Environment, compile_expression
from svclint.cel.types import DYN
from svclint.model.cluster import ClusterFacts
from svclint.policy import Policies, load_policies
from svclint.policy.evaluation.evaluate import evaluate_request
from svclint.policy.evaluation.request import CREATE, UPDATE, Request
from svclint.source.document import Chunk, Document

from tests.conformance.documented import CASES, FOLDER, KINDS, NAMESPACES, Case, load
from tests.conformance.documented_expressions import EXPRESSIONS

FILES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
PAGES = ("# https://kubernetes.io/docs/", "# https://github.com/kubernetes/website/tree/")
USER = {"username": "admin", "groups": ["system:masters"], "uid": "", "extra": {}}


def policies_of(file: str) -> Policies:
    namespaces = [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}
        for name, labels in NAMESPACES.items()
    ]
    objects = [*load(file), *namespaces]
    return load_policies(Document(Chunk(file, json.dumps(each), 1), each) for each in objects)


def request_of(case: Case, policies: Policies, user: dict[str, Any]) -> Request:
    kind = KINDS[case.manifest["kind"]]
    metadata = case.manifest["metadata"]
    place = metadata.get("namespace", "")
    names = {"group": kind.group, "version": kind.version}
    return Request(
        CREATE if case.before is None else UPDATE,
        metadata["name"],
        place,
        policies.namespace(place),
        case.manifest,
        case.before,
        (),
        {**user, "username": case.user} if case.user else user,
        {**names, "kind": case.manifest["kind"]},
        {**names, "resource": kind.resource},
    )


def denials(case: Case, user: dict[str, Any]) -> list[str]:
    policies = policies_of(case.file)
    found = evaluate_request(policies, request_of(case, policies, user), ClusterFacts((1, 36)))
    return [answer.message for answer in found if answer.rule == "policy-denied"]


@pytest.mark.parametrize("file", FILES)
def test_every_file_names_its_page_and_is_tried(file: str) -> None:
    text = (FOLDER / f"{file}.yaml").read_text(encoding="utf-8")
    assert text.startswith(PAGES)
    assert policies_of(file).problems == ()
    assert file in {case.file for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_verdict_is_the_documented_one(case: Case) -> None:
    policy, binding = (
        {each["metadata"]["name"] for each in load(case.file) if each["kind"] == kind}
        for kind in ("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding")
    )
    found = denials(case, USER)
    if not case.says:
        assert found == []
        return
    assert found in [
        [f"ValidatingAdmissionPolicy '{one}' with binding '{other}' denied request: {case.says}"]
        for one in policy
        for other in binding
    ]


def test_a_kubelet_is_let_through_by_the_match_condition_about_it() -> None:
    case = next(each for each in CASES if each.file == "match-conditions" and each.says)
    kubelet = {**USER, "username": "system:node:one", "groups": ["system:nodes"]}
    assert denials(case, USER)
    assert not denials(case, kubelet)


def test_what_only_a_server_knows_is_said_not_guessed() -> None:
    """The permissions of a user depend on all roles and bindings of a cluster, so they are unknown.

    The expression is a match condition on the page about webhooks:
    https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
    """
    may_break_the_glass = (
        "!authorizer.group('admissionregistration.k8s.io')"
        ".resource('validatingwebhookconfigurations').name('my-webhook.example.com')"
        ".check('breakglass').allowed()"
    )
    policy, binding = load("match-conditions")
    policy["spec"]["matchConditions"] = [{"name": "breakglass", "expression": may_break_the_glass}]
    objects = [policy, binding]
    found = load_policies(Document(Chunk("-", json.dumps(each), 1), each) for each in objects)
    assert found.problems == ()
    case = next(each for each in CASES if each.file == "match-conditions" and each.says)
    (answer,) = evaluate_request(found, request_of(case, found, USER), ClusterFacts((1, 36)))
    assert answer.rule == "policy-unjudged"
    assert answer.message.endswith("cannot be evaluated offline: needs authorizer")


def test_the_variable_is_what_the_page_says() -> None:
    ((_, foo),) = policies_of("variable").policies["variable.example.com"].variables
    for labels, value in (({"foo": "bar"}, "bar"), ({}, "default")):
        found = {"spec": {"metadata": {"labels": labels}}}
        assert foo.program.evaluate({"object": found}).value == value


def test_the_audit_annotation_has_the_documented_value() -> None:
    ((_, annotation),) = (
        policies_of("audit-annotation").policies["demo-policy.example.com"].annotations
    )
    outcome = annotation.program.evaluate({"object": {"spec": {"replicas": 128}}})
    assert outcome.value == "Deployment spec.replicas set to 128"


@pytest.mark.parametrize(("expression", "good", "bad"), EXPRESSIONS)
def test_expressions_do_what_the_page_says(expression: str, good: Any, bad: Any) -> None:
    program = compile_expression(expression, Environment({"object": DYN, "params": DYN}, {}))
    for found, verdict in ((good, True), (bad, False)):
        assert program.evaluate({"object": found, "params": found})[:3] == (verdict, "", "")
