"""The policies by which a server, and svclint, are asked what a CEL expression comes to."""

from __future__ import annotations

import json
from typing import Any

from svclint.kubernetes.service.update import ApplyOptions, predict
from svclint.model.addresses import parse_cidr
from svclint.model.cluster import ClusterFacts
from svclint.policy import Policies, load_policies
from svclint.policy.judging import judge_request
from svclint.policy.request import Request, build_request
from svclint.source.document import Chunk, Document

API = "admissionregistration.k8s.io/v1"
CIDR = "10.3.240.0/20"
# What an expression may cost (PerCallLimit in apis/cel/config.go of Kubernetes).
LIMIT = 1_000_000
# A type of protocol buffers, and a year, that no policy needs and Python does not have.
KNOWN_MISSES = {
    "google.protobuf.Struct{}",
    "timestamp('9999-12-31T23:00:00Z').getFullYear('+02:00')",
}
NOTES = {
    "owner": "alice@example.com",
    "note": "Grüße 🌍 日本",
    "memory": "512Mi",
    "url": "https://user@example.com:8443/a/b?x=1&y=2&x=3",
    "hosts": "a.example.com, b.example.com",
}
PORTS = [
    {"name": "http", "port": 80, "targetPort": "http", "nodePort": 30080},
    {"name": "https", "port": 443, "targetPort": 8443, "nodePort": 30443},
]
SERVICE = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {
        "name": "probe",
        "namespace": "default",
        "labels": {"app": "web", "version": "1.2.3"},
        "annotations": NOTES,
    },
    "spec": {
        "type": "NodePort",
        "externalIPs": ["203.0.113.7"],
        "selector": {"app": "web"},
        "ports": PORTS,
    },
}


def policy(name: str, validations: list[dict[str, Any]]) -> dict[str, Any]:
    """Give a policy of some validations, and the variable ``variables.three``."""
    rule = {"apiGroups": [""], "apiVersions": ["v1"], "resources": ["services"]}
    return {
        "apiVersion": API,
        "kind": "ValidatingAdmissionPolicy",
        "metadata": {"name": name},
        "spec": {
            "failurePolicy": "Fail",
            "matchConstraints": {"resourceRules": [{**rule, "operations": ["CREATE"]}]},
            "variables": [{"name": "three", "expression": "1 + 2"}],
            "validations": validations,
        },
    }


def binding(name: str) -> dict[str, Any]:
    """Give a binding that warns."""
    return {
        "apiVersion": API,
        "kind": "ValidatingAdmissionPolicyBinding",
        "metadata": {"name": name},
        "spec": {"policyName": name, "validationActions": ["Warn"]},
    }


def telling(expression: str) -> dict[str, Any]:
    """Give a validation that always fails, and says what the expression comes to."""
    return {
        "expression": f"[{expression}].size() == 0",
        "messageExpression": f"'is ' + '%s'.format([dyn({expression})])",
    }


def costly(expression: str, more: int) -> dict[str, Any]:
    """Give a validation that costs what the expression does, and as much more."""
    # Making the list, asking for its size, comparing that.
    return {"expression": f"lists.range({more - 13}).size() >= 0 && ({expression})"}


def prefix(name: str) -> str:
    """Give how every warning of a policy begins."""
    return f"Validation failed for ValidatingAdmissionPolicy '{name}' with binding '{name}': "


def load(name: str, validations: list[dict[str, Any]]) -> Policies:
    """Read a policy of some validations, with its binding."""
    objects = [policy(name, validations), binding(name)]
    return load_policies(Document(Chunk("p.json", json.dumps(each), 1), each) for each in objects)


def issues(expression: str) -> list[str]:
    """Say why svclint finds that a policy with the expression is refused."""
    found = load("asked", [{"expression": f"[{expression}].size() == 0"}]).problems
    return sorted(problem.message for problem in found if problem.server)


def request() -> Request:
    """Give the request that creates ``SERVICE``."""
    parsed = parse_cidr(CIDR)
    assert parsed is not None
    facts = ClusterFacts((1, 36), (parsed[1],))
    document = Document(Chunk("s.json", json.dumps(SERVICE), 1), SERVICE)
    new = predict(SERVICE, None, ApplyOptions("replace"), facts, document.object_name).after
    namespace = load_policies([]).namespace("default")
    return build_request("CREATE", new, None, "default", namespace)


def warnings(validations: list[dict[str, Any]]) -> list[str]:
    """Say how svclint finds that the server warns of ``SERVICE``."""
    policies = load("asked", validations)
    assert not policies.problems
    answers = judge_request(policies, request(), ClusterFacts((1, 36)))
    return [answer.message.removeprefix(prefix("asked")) for answer in answers]
