"""Host names of Services that a kustomization renames, which it does not know as references."""

from __future__ import annotations

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.backends import services_named
from svclint.kubernetes.targets.dns_calls import DnsCall
from svclint.kubernetes.targets.renamed import renamed
from svclint.kubernetes.targets.resolve import ports_of
from svclint.model import Report, Severity
from svclint.source import Document


def renamed_host(
    report: Report, call: DnsCall, document: Document, inventory: Inventory
) -> Report | None:
    """Return a report of a host whose Service a kustomization has renamed, if it is one.

    ``report`` is that of a Service that is not found. Where the name need not be that of a Service,
    it is a warning, and only if the Service has the port of an unsure host.
    """

    def found_as(name: str) -> list[Document]:
        spaces = (call.name.namespace,) if call.name.namespace else inventory.namespaces(document)
        return [
            each
            for each in services_named(document, name, inventory)
            if not set(spaces).isdisjoint(inventory.namespaces(each))
            and (call.mention.is_sure or any(port.number == call.port for port in ports_of(each)))
        ]

    found = renamed(report, document, found_as, inventory)
    if found is None or call.name.is_service:
        return found
    return found._replace(severity=Severity.WARNING)
