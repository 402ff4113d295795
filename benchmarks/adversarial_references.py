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


def _numbered_ports(count: int) -> str:
    ports = _service("{port: %d, name: p%d, targetPort: 2%d}", count)
    return ports + _pod("{containerPort: 1%d}", count)


def _named_ports(count: int) -> str:
    ports = _service("{port: %d, name: p%d, targetPort: q%d}", count)
    return ports + _pod("{containerPort: %d, name: p%d}", count)


def _callers(count: int) -> str:
    ports = _service("{port: %d, name: p%d, targetPort: 2%d}", count)
    head = f"---\n{_NETWORKING}kind: Ingress\nmetadata: {{name: web}}\nspec:\n  rules:\n"
    paths = "".join(
        f"    - {{path: /{number}, pathType: Prefix, backend: {{service: {{name: web, port: "
        f"{{number: {number * 2}}}}}}}}}\n"
        for number in range(1, count + 1)
    )
    return f"{ports}{head}  - http:\n     paths:\n{paths}"


def _dns_callers(count: int) -> str:
    ports = _service("{port: %d, name: p%d, targetPort: 2%d}", count)
    values = "".join(
        f"  URL_{number}: http://web.default.svc:{number * 2}/\n" for number in range(1, count + 1)
    )
    return f"{ports}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: web}}\ndata:\n{values}"


def _hosts_in_block(count: int) -> str:
    hosts = "".join(f"    http://web{number}.default.svc:81/\n" for number in range(count))
    map_of_hosts = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata:\n  hosts: |\n"
    return _service("{port: %d}", 1) + f"---\n{map_of_hosts}{hosts}"


def _route(count: int) -> str:
    hosts = ", ".join(f"h{number}.example.com" for number in range(count))
    matches = "".join(
        f"    - path: {{type: PathPrefix, value: /{number}}}\n" for number in range(count)
    )
    return (
        "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: web}\nspec:\n"
        f"  parentRefs: [{{name: edge}}]\n  hostnames: [{hosts}]\n  rules:\n  - matches:\n{matches}"
    )


def _same_paths(count: int) -> str:
    """Return two Ingresses that take the same paths, and whose TLS hosts are those of rules."""
    hosts = [f"h{number}.example.com" for number in range(count)]
    rules = "".join(
        f"  - host: {host}\n    http:\n      paths:\n      - {{path: /, pathType: Prefix, backend: "
        "{service: {name: web, port: {number: 80}}}}\n"
        for host in hosts
    )
    return "---\n".join(
        f"{_NETWORKING}kind: Ingress\nmetadata: {{name: {name}}}\nspec:\n"
        f"  tls: [{{hosts: [{', '.join(hosts)}]}}]\n  rules:\n{rules}"
        for name in ("web", "api")
    )


def _namespaces(count: int) -> str:
    pods = "".join(
        f"---\napiVersion: v1\nkind: Pod\nmetadata: {{name: web, namespace: team-{_word(number)}, "
        "labels: {app: web}}\nspec: {containers: [{name: web, image: web}]}\n"
        for number in range(count)
    )
    label = "kubernetes.io/metadata.name"
    peers = "".join(
        f"    - namespaceSelector: {{matchLabels: {{{label}: teem-{_word(number)}}}}}\n"
        for number in range(count)
    )
    return (
        f"{_NETWORKING}kind: NetworkPolicy\nmetadata: {{name: web, namespace: team-{_word(0)}}}\n"
        f"spec:\n  podSelector: {{}}\n  ingress:\n  - from:\n{peers}{pods}"
    )


def _word(number: int) -> str:
    """Return a word that is similar to that of no other number."""
    letters = "bcdfghjklm"
    return "".join(2 * letters[int(digit)] for digit in f"{number:04}")


def _monitors(count: int) -> str:
    monitor = "---\napiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\n"
    head = "---\napiVersion: v1\nkind: Service\n"
    return "".join(
        f"{head}metadata: {{name: s{number}, labels: {{app: web-{_word(number)}, tier: web}}}}\n"
        f"spec: {{ports: [{{port: 80}}]}}\n{monitor}metadata: {{name: m{number}}}\nspec:\n"
        f"  selector: {{matchLabels: {{app: web-x{_word(number)}, tier: web}}}}\n"
        "  endpoints: [{port: http}]\n"
        for number in range(count)
    )


REFERENCE_SHAPES: dict[str, Callable[[int], str]] = {
    "ports of a NetworkPolicy": _ingress_policy,
    "egress of a NetworkPolicy": _egress_policy,
    "numbered ports that no container has": _numbered_ports,
    "named ports that no container has": _named_ports,
    "callers that name ports of a Service": _callers,
    "hosts that name ports of a Service": _dns_callers,
    "hosts in a block scalar": _hosts_in_block,
    "hosts and matches of a route": _route,
    "hosts and paths of two Ingresses": _same_paths,
    "labels that monitors misspell": _monitors,
    "misspelt namespaces of a NetworkPolicy": _namespaces,
}
