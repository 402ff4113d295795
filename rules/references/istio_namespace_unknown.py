"""Istio is told of a namespace that no object is in, while one of a similar name exists."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.network_policies import similar_namespace
from svclint.model import Path, Report, Severity, set_to
from svclint.model.data import group_of, text
from svclint.model.field_paths import values_at
from svclint.rule import reference_rule
from svclint.source import Document

# Fields with ``namespace/host``, and fields with a namespace alone.
_HOSTS = {"Sidecar": "spec.egress[].hosts[]", "Gateway": "spec.servers[].hosts[]"}
_EXPORTS = "spec.exportTo[]"


@reference_rule(
    "istio-namespace-unknown",
    Severity.WARNING,
    since="0.1",
    kinds=("Sidecar", "Gateway", "VirtualService", "DestinationRule", "ServiceEntry"),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """Istio is told of a namespace that no object is in, while one of a similar name exists."""
    if group_of(document.api_version) != "networking.istio.io":
        return
    for path, namespace, rest in _namespaces(document):
        meant = similar_namespace(document, namespace, inventory)
        if meant:
            yield Report(
                path,
                f'no object found in namespace "{namespace}"; did you mean "{meant}"?',
                f"write {meant}{rest}",
                fix=set_to(path, f"{meant}{rest}", is_safe=False),
            )


def _namespaces(document: Document) -> Iterator[tuple[Path, str, str]]:
    """Yield the namespaces that an object names, each with its path and the text behind it."""
    for path, value in values_at(document.data, _HOSTS.get(document.kind, "")):
        namespace, slash, host = text(value).partition("/")
        # A dot is the namespace of the object itself, a tilde none.
        if slash and namespace not in ("", "*", ".", "~"):
            yield path, namespace, slash + host
    for path, value in values_at(document.data, _EXPORTS):
        if text(value) not in ("", "*", ".", "~"):
            yield path, text(value), ""
