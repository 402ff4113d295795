"""A backend is a headless Service, which the API server and some controllers refuse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import Backend, backends_of, is_headless
from svclint.kubernetes.targets.other_halves import cluster_ip_of
from svclint.model import Path, Report, Severity
from svclint.model.data import mapping, text
from svclint.model.listing import listed
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import WEBHOOK_KINDS

_API_SERVER_KINDS = (*sorted(WEBHOOK_KINDS), "APIService")
# The paths of a rule of an Ingress: spec.rules[0].http.paths[0].
_RULE, _HTTP_PATH = 3, 6


@reference_rule(
    "backend-is-headless", Severity.WARNING, since="0.1", kinds=("Ingress", *_API_SERVER_KINDS)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A backend is a headless Service, which the API server and some controllers refuse."""
    headless: dict[int, list[tuple[Backend, Document]]] = defaultdict(list)
    for backend, services in backends_of(document, inventory):
        if backend.sends and services and all(map(is_headless, services)):
            headless[id(services[0])].append((backend, services[0]))
    for found in headless.values():
        yield _report(document, [backend for backend, _ in found], found[0][1])


def _report(document: Document, backends: list[Backend], service: Document) -> Report:
    """Return the report of a headless Service: one for all entries that name it."""
    is_ingress = document.kind == "Ingress"
    effect = (
        "Ingress controllers that send traffic to the cluster IP cannot reach it"
        if is_ingress
        else "the API server connects to the cluster IP, which it does not have"
    )
    first = backends[0]
    entries = [_entry(document, each.path) for each in backends]
    role = f", the backend of {listed(entries)}, is" if backends[1:] else " is"
    return Report(
        first.path,
        f'Service "{first.name}"{role} headless; {effect}',
        "use a Service with a cluster IP",
        severity=Severity.NOTE if is_ingress else None,
        others=cluster_ip_of(service),
    )


def _entry(document: Document, path: Path) -> str:
    """Return what users call the entry of a backend: a host and path, or the name of a webhook."""
    if path[1:2] == ("rules",):
        host = text(mapping(document.value(path[:_RULE])).get("host"))
        return host + (text(mapping(document.value(path[:_HTTP_PATH])).get("path")) or "/")
    if path[:1] == ("webhooks",):
        return text(mapping(document.value(path[:2])).get("name"))
    return ".".join(str(each) for each in path[:2])
