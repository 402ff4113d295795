"""Policies that make a server, and svclint, report the value of a CEL expression."""

from __future__ import annotations

import json
from typing import Any

from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.objects.update import predict
from svclint.kubernetes.service.update_steps import SERVICE_STEPS
from svclint.model.addresses import parse_cidr
from svclint.model.cluster import ClusterFacts
from svclint.model.networks import Networks
from svclint.policy import Policies, load_policies
from svclint.policy.evaluation.evaluate import evaluate_request
from svclint.policy.evaluation.request import Request, build_request
from svclint.source.document import Chunk, Document

API = "admissionregistration.k8s.io/v1"
CIDR = "10.3.240.0/20"
# The cost limit of an expression (PerCallLimit in apis/cel/config.go of Kubernetes).
LIMIT = 1_000_000
# A protocol buffer type and a year that Python does not have and no policy needs.
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
    """Return a policy with some validations and the variable ``variables.three``."""
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
    """Return a binding that warns."""
    return {
        "apiVersion": API,
        "kind": "ValidatingAdmissionPolicyBinding",
        "metadata": {"name": name},
        "spec": {"policyName": name, "validationActions": ["Warn"]},
    }


def telling(expression: str) -> dict[str, Any]:
    """Return a validation that always fails with the value of the expression as its message."""
    return {
        "expression": f"[{expression}].size() == 0",
        "messageExpression": f"'is ' + '%s'.format([dyn({expression})])",
    }


def costly(expression: str, more: int) -> dict[str, Any]:
    """Return a validation with the cost of the expression and a given additional cost."""
    # The cost of the list, of its size, and of the comparison.
    return {"expression": f"lists.range({more - 13}).size() >= 0 && ({expression})"}


def prefix(name: str) -> str:
    """Return the beginning of every warning of a policy."""
    return f"Validation failed for ValidatingAdmissionPolicy '{name}' with binding '{name}': "


def load(name: str, validations: list[dict[str, Any]]) -> Policies:
    """Return a policy with some validations, and its binding, as documents."""
    objects = [policy(name, validations), binding(name)]
    return load_policies(Document(Chunk("p.json", json.dumps(each), 1), each) for each in objects)


def issues(expression: str) -> list[str]:
    """Return why svclint predicts that a policy with the expression is rejected."""
    found = load("asked", [{"expression": f"[{expression}].size() == 0"}]).problems
    return sorted(problem.message for problem in found if problem.server)


def request() -> Request:
    """Return the request that creates ``SERVICE``."""
    parsed = parse_cidr(CIDR)
    assert parsed is not None
    facts = ClusterFacts((1, 36), Networks((parsed[1],)))
    document = Document(Chunk("s.json", json.dumps(SERVICE), 1), SERVICE)
    options, name = ApplyOptions("replace"), document.object_name
    new = predict(SERVICE_STEPS, SERVICE, None, options, facts, name).after
    namespace = load_policies([]).namespace("default")
    return build_request("CREATE", new, None, "default", namespace)


def warnings(validations: list[dict[str, Any]]) -> list[str]:
    """Return the warnings that svclint predicts for ``SERVICE``."""
    policies = load("asked", validations)
    assert not policies.problems
    answers = evaluate_request(policies, request(), ClusterFacts((1, 36)))
    return [answer.message.removeprefix(prefix("asked")) for answer in answers]
