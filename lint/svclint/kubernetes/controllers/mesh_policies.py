"""Policies of Linkerd and Istio: the pods that they select, and the ports of these pods.

Sources: the API references of policy.linkerd.io (Server) and security.istio.io
(AuthorizationPolicy, PeerAuthentication); all name the ports of the pods, not of a Service.
"""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.selection import matches
from svclint.kubernetes.workloads import Workload
from svclint.model import Path
from svclint.model.data import group_of, labels, mapping, number_of, text
from svclint.model.field_paths import values_at
from svclint.source import Document

_SELECTORS: dict[tuple[str, str], Path] = {
    ("Server", "policy.linkerd.io"): ("spec", "podSelector"),
    ("AuthorizationPolicy", "security.istio.io"): ("spec", "selector"),
    ("PeerAuthentication", "security.istio.io"): ("spec", "selector"),
}
MESH_POLICY_KINDS = tuple(kind for kind, _ in _SELECTORS)
# A policy of Istio there is about the pods of every namespace.
_ROOT_NAMESPACE = "istio-system"


def mesh_selector(document: Document) -> Path | None:
    """Return the path of the selector of a policy; ``None`` if it is about all pods."""
    path = _SELECTORS.get((document.kind, group_of(document.api_version)))
    if path is None or not labels(mapping(document.value(path)).get("matchLabels")):
        return None
    is_of_istio = document.kind != "Server"
    is_root = is_of_istio and document.object_name.namespace == _ROOT_NAMESPACE
    return None if is_root else path


def mesh_workloads(document: Document, inventory: Inventory) -> list[Workload]:
    """Return the workloads that a policy with a selector is about."""
    path = mesh_selector(document)
    selector = mapping(document.value(path)) if path else {}
    pairs = labels(selector.get("matchLabels"))
    if not pairs:
        return []
    found = inventory.workloads.selected(list(inventory.search_places(document)), pairs)
    return [workload for workload in found if matches(workload.labels, selector)]


def mesh_ports(document: Document) -> Iterator[tuple[Path, int | str]]:
    """Yield the path and value of the ports that a policy names."""
    if document.kind == "Server":
        port = document.value(("spec", "port"))
        if isinstance(port, int | str) and not isinstance(port, bool):
            yield ("spec", "port"), port
    elif document.kind == "PeerAuthentication":
        for key in mapping(document.value(("spec", "portLevelMtls"))):
            number = number_of(key)
            if number is not None:
                yield ("spec", "portLevelMtls", key), number
    else:
        for path, value in values_at(document.data, "spec.rules[].to[].operation.ports[]"):
            number = number_of(text(value))
            if number is not None:
                yield path, number
