"""An externalName is the short name of a Service, which no search domain completes."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.host_names import dns_names
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import is_external_name, place_of, uncertainty
from svclint.model import Report, Severity, set_to
from svclint.model.data import text
from svclint.rule import reference_rule
from svclint.source import Document

_PATH = ("spec", "externalName")


@reference_rule(
    "external-name-without-domain", Severity.WARNING, since="0.1", where=("ExternalName",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """An externalName is the short name of a Service, which no search domain completes."""
    if not is_external_name(document):
        return
    written = text(document.value(_PATH))
    # `external-name-incomplete` reports names with "svc" and those of one label.
    readings = [each for each in dns_names(written) if each.namespace and not each.is_service]
    for name in readings:
        services = inventory.find(document, "", "Service", name.name, name.namespace)
        if not services or services[0] is document:
            continue
        whole_name = f"{written.rstrip('.')}.svc.cluster.local"
        reason = uncertainty(document, services, inventory)
        yield Report(
            _PATH,
            f'externalName "{written}" does not resolve to Service "{name.name}" '
            f'({place_of(services[0])}) in namespace "{name.namespace}": the search domains of a '
            f"pod are not applied to the target of a CNAME{reason}",
            f"write {whole_name}, with the domain of your cluster",
            severity=Severity.NOTE if reason else None,
            fix=set_to(_PATH, whole_name, is_safe=False),
        )
