"""Policies, bindings, parameters and Services, as parts of scenarios.

In the policies, NAMESPACE stands for the namespace of the scenario. It is part of all names, and
policies match no other namespace, so the policies of all scenarios can be active together.
"""

from __future__ import annotations

from typing import Any, NamedTuple

Data = dict[str, Any]


class Scenario(NamedTuple):
    """Policies with their bindings and parameters, and Services to create and to change."""

    name: str
    policies: str
    creates: tuple[Data, ...] = ()
    updates: tuple[tuple[Data, Data], ...] = ()


def service(
    kind: str = "ClusterIP", name: str = "web", labels: Data | None = None, **spec: Any
) -> Data:
    """Return a Service without its namespace."""
    metadata: Data = {"name": name, "labels": {"app": "web"} if labels is None else labels}
    spec = {"type": kind, "selector": {"app": "web"}, "ports": [{"port": 80}], **spec}
    return {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec}


def policy(body: str, name: str = "p", rule: str = "operations: [CREATE, UPDATE]") -> str:
    """Return a policy for Services; ``body`` has the indentation of its spec."""
    return f"""\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {{name: {name}.NAMESPACE}}
spec:
  matchConstraints:
    namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: NAMESPACE}}}}
    resourceRules: [{{apiGroups: [""], apiVersions: [v1], resources: [services], {rule}}}]
{body}
---
"""


def binding(body: str = "validationActions: [Deny]", name: str = "b", of: str = "p") -> str:
    """Return a binding."""
    return f"""\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {{name: {name}.NAMESPACE}}
spec:
  policyName: {of}.NAMESPACE
  {body}
---
"""


def limits(name: str, most: int, namespace: str = "NAMESPACE") -> str:
    """Return a parameter."""
    return f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: {name}, namespace: {namespace}, labels: {{limits: "yes"}}}}
data: {{most: "{most}"}}
---
"""


WARN, AUDIT = "validationActions: [Warn]", "validationActions: [Audit]"
PLAIN, NODE_PORT = service(), service("NodePort")
HEADLESS = service(clusterIP="None")
BOTH = (PLAIN, NODE_PORT)
TWO_PORTS = service(ports=[{"name": "a", "port": 80}, {"name": "b", "port": 81}])
