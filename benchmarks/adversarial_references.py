"""Shapes of objects whose ports refer to each other: Services, pods and NetworkPolicies."""

from __future__ import annotations

from collections.abc import Callable

_NETWORKING = "apiVersion: networking.k8s.io/v1\n"


def _service(port: str, count: int) -> str:
    ports = "".join(f"  - {port}\n".replace("%d", str(number)) for number in range(1, count + 1))
    head = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: web}\n"
    return f"{head}  ports:\n{ports}"


def _pod(port: str, count: int) -> str:
    ports = "".join(f"    - {port}\n".replace("%d", str(number)) for number in range(1, count + 1))
    head = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec:\n"
    return f"---\n{head}  containers:\n  - name: web\n    image: web\n    ports:\n{ports}"


def _policy(rule: str, port: str, count: int) -> str:
    ports = "".join(f"    - {port}\n".replace("%d", str(number)) for number in range(1, count + 1))
    head = (
        f"{_NETWORKING}kind: NetworkPolicy\nmetadata: {{name: web}}\nspec:\n  podSelector: {{}}\n"
    )
    return f"---\n{head}{rule}    ports:\n{ports}"


def _ingress_policy(count: int) -> str:
    ports = _service("{port: %d, name: p%d, targetPort: p%d}", count)
    pod = _pod("{containerPort: %d, name: p%d}", count)
    return ports + pod + _policy("  ingress:\n  -\n", "{port: 3%d}", count)


def _egress_policy(count: int) -> str:
    ports = _service("{port: %d, name: p%d, targetPort: 2%d}", count)
    egress = (
        "  policyTypes: [Egress]\n  egress:\n  - to: [{podSelector: {matchLabels: {app: web}}}]\n"
    )
    return ports + _pod("{containerPort: 1%d}", count) + _policy(egress, "{port: 3%d}", count)


REFERENCE_SHAPES: dict[str, Callable[[int], str]] = {
    "ports of a NetworkPolicy": _ingress_policy,
    "egress of a NetworkPolicy": _egress_policy,
}
