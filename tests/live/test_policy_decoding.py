"""svclint and a real server agree on policies that cannot be decoded."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from svclint.policy import load_policies
from svclint.source.document import Chunk, Document

from tests.live.control_plane import ApiServer

Data = dict[str, Any]
HOME = "/apis/admissionregistration.k8s.io/v1"
POLICY: Data = {
    "apiVersion": "admissionregistration.k8s.io/v1",
    "kind": "ValidatingAdmissionPolicy",
    "metadata": {"name": "decoding"},
    "spec": {
        "matchConstraints": {
            "resourceRules": [
                {
                    "apiGroups": [""],
                    "apiVersions": ["v1"],
                    "operations": ["CREATE"],
                    "resources": ["services"],
                }
            ]
        },
        "validations": [{"expression": "true"}],
    },
}
BINDING: Data = {
    "apiVersion": "admissionregistration.k8s.io/v1",
    "kind": "ValidatingAdmissionPolicyBinding",
    "metadata": {"name": "decoding"},
    "spec": {"policyName": "decoding", "validationActions": ["Deny"]},
}
Path = tuple[str | int, ...]


def changed(data: Data, path: Path, value: Any) -> Data:
    data = deepcopy(data)
    parent: Any = data
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("policies", ("spec", "validations", 0, "message"), "a text"),
        ("policies", ("spec", "validations", 0, "message"), None),
        ("policies", ("spec", "validations", 0, "message"), False),
        ("policies", ("spec", "validations", 0, "message"), 42),
        ("policies", ("spec", "validations", 0, "expression"), True),
        ("policies", ("spec", "validations", 0, "messageExpresion"), "'x'"),
        ("policies", ("spec", "validations"), {"expression": "true"}),
        ("policies", ("spec", "failurePolicy"), ["Fail"]),
        ("policies", ("spec", "matchConditions"), [{"name": "a", "expression": False}]),
        ("policies", ("spec", "matchConstraints", "resourceRules", 0, "operations"), "CREATE"),
        ("policies", ("spec", "matchConstraints", "matchPolicy"), "Exact"),
        ("policies", ("spec", "matchConstraints", "policy"), "Exact"),
        ("policies", ("spec", "auditAnnotations"), [{"key": "a", "valueExpression": 1}]),
        ("policybindings", ("spec", "validationActions"), "Deny"),
        ("policybindings", ("spec", "validationActions"), ["Deny", 1]),
        ("policybindings", ("spec", "policyName"), 7),
        ("policybindings", ("spec", "paramRefs"), {"name": "a"}),
    ],
)
def test_what_does_not_decode_is_refused(
    apiserver: ApiServer, kind: str, path: Path, value: Any
) -> None:
    data = changed(POLICY if kind == "policies" else BINDING, path, value)
    home = f"{HOME}/validatingadmission{kind}"
    answer = apiserver.request("POST", f"{home}?fieldValidation=Strict&dryRun=All", data)
    document = Document(Chunk("p.json", json.dumps(data), 1), data)
    problems = [each for each in load_policies([document], "1.36").problems if each.server]
    assert bool(problems) is (answer.status >= 400), answer.body
    reasons = {each.server.reason for each in problems if each.server}
    assert reasons == ({answer.body["reason"]} if problems else set())
