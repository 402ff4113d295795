"""The alias of a Service of type ExternalName leads back to itself."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.host_names import dns_names
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import is_external_name, place_of, uncertainty
from svclint.model import Report, Severity
from svclint.model.data import text
from svclint.rule import reference_rule
from svclint.source import Document

_PATH = ("spec", "externalName")
_DOMAIN = ".svc.cluster.local"
# CoreDNS follows no more aliases (plugin/backend_lookup.go).
_MOST = 8


@reference_rule("external-name-loops", Severity.ERROR, since="0.1", where=("ExternalName",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The alias of a Service of type ExternalName leads back to itself."""
    if not is_external_name(document):
        return
    aliases = _aliases(document, inventory)
    if not aliases or aliases[-1] is not document:
        return
    name, others = document.object_name.name, aliases[:-1]
    through = " and ".join(
        f'Service "{each.object_name.name}" ({place_of(each)})' for each in others
    )
    way = f" through {through}" if others else ""
    reason = uncertainty(document, aliases, inventory)
    if not all(map(inventory.has_namespace, aliases)):
        reason = reason or "; another namespace may be given with --namespace"
    yield Report(
        _PATH,
        f'externalName "{text(document.value(_PATH))}" leads{way} back to Service "{name}" itself, '
        f"so no name is ever resolved{reason}",
        "write the name of the host or Service that clients should reach",
        severity=Severity.WARNING if reason else None,
    )


def _aliases(document: Document, inventory: Inventory) -> list[Document]:
    """Return the Services that an alias leads to, in order, up to the first that is none."""
    found: list[Document] = []
    at: Document | None = document
    while at is not None and len(found) < _MOST and document not in found:
        at = _next(at, inventory)
        if at is not None:
            found.append(at)
    return found


def _next(alias: Document, inventory: Inventory) -> Document | None:
    """Return the Service of type ExternalName that an alias names, unless there are several."""
    host = text(alias.value(_PATH)).lower().rstrip(".")
    if not host.endswith(_DOMAIN):
        return None
    for name in dns_names(host):
        found = inventory.find(alias, "", "Service", name.name, name.namespace)
        services = [each for each in found if inventory.are_together(alias, each)]
        if len(services) == 1 and is_external_name(services[0]):
            return services[0]
    return None
