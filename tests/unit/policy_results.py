"""Policies from texts, and their results for a Service."""

from __future__ import annotations

from typing import Any

import yaml
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.objects.update import predict
from svclint.kubernetes.service.update_steps import SERVICE_STEPS
from svclint.model.addresses import parse_cidr
from svclint.model.cluster import ClusterFacts
from svclint.model.networks import Networks
from svclint.policy import Policies, evaluate, load_policies
from svclint.policy.evaluation.evaluate import PolicyResult
from svclint.source.stream import documents

NETWORK = parse_cidr("10.3.240.0/20")
assert NETWORK is not None
FACTS = ClusterFacts((1, 36), Networks((NETWORK[1],)))
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
    options, name = ApplyOptions("replace"), document.object_name
    new = predict(SERVICE_STEPS, document.data, before, options, facts, name).after
    return evaluate(found, new, before, namespace, "UPDATE" if old else "CREATE", facts)


def validating(expression: str, more: str = "") -> str:
    return f"{POLICY}  validations:\n  - expression: {expression!r}\n{more}"


def said(found: Policies, text: str = SERVICE, old: str = "") -> list[tuple[str, str]]:
    return [(answer.rule, answer.message) for answer in ask(found, text, old)]


PARAMS = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: limits, namespace: shop, labels: {limits: "yes"}}
data: {most: "0"}
"""
