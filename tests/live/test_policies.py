"""Policies report what a real server with the same policies answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from click.testing import CliRunner
from svclint.cli import group
from svclint.engine.run_rules import RuleCrash
from svclint.kubernetes.merge.apply_options import REPLACE, ApplyOptions
from svclint.policy import evaluate, load_policies
from svclint.rule.registry import all_rules
from svclint.source.document import Chunk, Document

from tests.engine_runs import checked_apply
from tests.live.client import Answer
from tests.live.control_plane import ApiServer
from tests.live.policies import in_force, send
from tests.live.policy_manifests import Scenario
from tests.live.policy_scenarios import SCENARIOS
from tests.live.test_prediction import facts_of

Data = dict[str, Any]
USER = {"username": "admin", "groups": ["system:masters", "system:authenticated"]}
PATHS = {"ConfigMap": "/api/v1/namespaces/{}/configmaps"}


class Verdict(NamedTuple):
    """The outcome of an operation: all possible denials, and all warnings."""

    is_refused: bool
    denials: list[str]
    reasons: list[str]
    warnings: list[str]


def in_namespace(data: Data, namespace: str, name: str = "") -> Data:
    metadata = {**data["metadata"], "namespace": namespace}
    return {**data, "metadata": {**metadata, **({"name": name} if name else {})}}


def document(data: Data) -> Document:
    return Document(Chunk("s.yaml", json.dumps(data), 1), data)


def predicted(
    server: ApiServer, namespace: str, objects: list[Data], new: Data, old: Data | None
) -> Verdict:
    """Return the findings; policies run only if the server itself does not reject the object."""
    facts = facts_of(server, namespace)
    labels = server.request("GET", f"/api/v1/namespaces/{namespace}").body
    known = [*objects, {"apiVersion": "v1", "kind": "Namespace", **labels}]
    prediction, found = checked_apply(document(new), old, ApplyOptions(REPLACE), all_rules(), facts)
    assert not [item for item in found if isinstance(item, RuleCrash)]
    native = [item for item in found if not isinstance(item, RuleCrash) and item.server]
    outcomes = [item.server.outcome for item in native if item.server]
    if prediction is None or "reject" in outcomes:
        return Verdict(True, [], [], [])
    operation = "CREATE" if old is None else "UPDATE"
    policies = load_policies(map(document, known))
    assert [problem for problem in policies.problems if problem.server] == []
    answers = evaluate(policies, prediction.after, old, namespace, operation, facts, USER)
    assert [answer.message for answer in answers if answer.rule == "policy-unjudged"] == []
    denied = [answer for answer in answers if answer.server and answer.server.outcome == "reject"]
    warned = [each.message for each in answers if each.server and each.server.outcome == "warn"]
    return Verdict(
        bool(denied),
        [answer.message for answer in denied],
        [answer.server.reason for answer in denied if answer.server],
        ["native"] * outcomes.count("warn") + warned,
    )


def compare(answer: Answer, found: Verdict, what: str) -> None:
    text = str(answer.body.get("message", ""))
    assert found.is_refused == (answer.status >= 400), (what, answer.body, found)
    if found.denials:
        told = text[text.index("ValidatingAdmissionPolicy '") :]
        assert told in found.denials, what
        assert answer.body["reason"] in found.reasons, what
    if not found.is_refused:
        ours = [text for text in found.warnings if text != "native"]
        start = "Validation failed for ValidatingAdmissionPolicy"
        theirs = [text for text in answer.warnings if text.startswith(start)]
        assert sorted(map(_cut, ours)) == sorted(map(_cut, theirs)), what
        assert len(found.warnings) == len(answer.warnings), what


def _cut(text: str) -> str:
    """If there are many long warnings, the server truncates them."""
    return text[:255]


class Case(NamedTuple):
    """The namespace of a scenario, its policies with their objects, and the stored objects."""

    namespace: str
    objects: list[Data]
    stored: list[Data]


@pytest.fixture(scope="module")
def in_place(apiserver: ApiServer) -> Iterator[dict[str, Case]]:
    """Store the objects that the scenarios change, then create all policies."""
    found = {
        each.name: _prepare(apiserver, f"policies-{number}", each)
        for number, each in enumerate(SCENARIOS)
    }
    with in_force(apiserver, [each for case in found.values() for each in case.objects], PATHS):
        yield found
    for case in found.values():
        apiserver.request("DELETE", f"/api/v1/namespaces/{case.namespace}/services")


def _prepare(server: ApiServer, namespace: str, scenario: Scenario) -> Case:
    metadata = {"name": namespace, "labels": {"tier": "gold"}}
    made = server.request("POST", "/api/v1/namespaces", {"metadata": metadata})
    assert made.status == 201, made.body
    objects = yaml.safe_load_all(scenario.policies.replace("NAMESPACE", namespace))
    stored: list[Data] = []
    for number, (old, _) in enumerate(scenario.updates):
        url = f"/api/v1/namespaces/{namespace}/services"
        answer = server.request("POST", url, in_namespace(old, namespace, f"old-{number}"))
        assert answer.status == 201, answer.body
        stored.append({"apiVersion": "v1", "kind": "Service", **answer.body})
    return Case(namespace, [each for each in objects if each], stored)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[each.name for each in SCENARIOS])
def test_policies_are_answered_as_predicted(
    apiserver: ApiServer, in_place: dict[str, Case], scenario: Scenario
) -> None:
    namespace, objects, stored = in_place[scenario.name]
    url = f"/api/v1/namespaces/{namespace}/services"
    for number, each in enumerate(scenario.creates):
        new = in_namespace(each, namespace)
        answer = send(apiserver, "POST", url, new)
        found = predicted(apiserver, namespace, objects, new, None)
        compare(answer, found, f"create {number}")
        apiserver.request("DELETE", f"{url}/{new['metadata']['name']}")
    for number, (live, (_, edited)) in enumerate(zip(stored, scenario.updates, strict=True)):
        new = in_namespace(edited, namespace, live["metadata"]["name"])
        answer = send(apiserver, "PUT", f"{url}/{live['metadata']['name']}", new)
        found = predicted(apiserver, namespace, objects, new, live)
        compare(answer, found, f"update {number}")


SHORT = """\
id: no-node-ports
match: {namespaces: [NAMESPACE], when: "object.metadata.name != 'gateway'"}
variables: {kind: object.spec.type}
expression: variables.kind != 'NodePort'
messageExpression: "object.metadata.name + ' may not be of type ' + variables.kind"
severity: SEVERITY
examples:
  - pass: {apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}]}}
    namespace: NAMESPACE
  - fail:
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {type: NodePort, ports: [{port: 80}]}
    namespace: NAMESPACE
    says: web may not be of type NodePort
  - pass:
      apiVersion: v1
      kind: Service
      metadata: {name: gateway}
      spec: {type: NodePort, ports: [{port: 80}]}
    namespace: NAMESPACE
"""


@pytest.mark.parametrize("severity", ["error", "warning", "note"])
def test_an_exported_policy_does_in_the_cluster_what_its_examples_say(
    apiserver: ApiServer, namespace: str, tmp_path: Path, severity: str
) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(SHORT.replace("NAMESPACE", namespace).replace("SEVERITY", severity))
    tried = CliRunner().invoke(group, ["policy", "test", str(file)])
    assert (tried.exit_code, tried.output) == (
        0,
        "no-node-ports: 3 of 3 examples have the expected result\n",
    )
    exported = CliRunner().invoke(group, ["policy", "export", str(file)])
    assert exported.exit_code == 0
    url = f"/api/v1/namespaces/{namespace}/services?dryRun=All"
    with in_force(apiserver, list(yaml.safe_load_all(exported.output))):
        for example in yaml.safe_load(file.read_text())["examples"]:
            answer = apiserver.request("POST", url, example.get("pass") or example["fail"])
            said = str([answer.body.get("message"), *answer.warnings])
            fails = "fail" in example and severity != "note"
            assert (example.get("says", "nothing is said") in said) == fails
            assert (answer.status >= 400) == (fails and severity == "error")
