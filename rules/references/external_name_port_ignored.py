"""A port of a Service of type ExternalName has another targetPort, which has no effect."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.objects.syntax import port_name_problems
from svclint.kubernetes.targets import is_external_name, is_routed_to, ports_of
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "external-name-port-ignored", Severity.WARNING, since="0.1", where=("ExternalName",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A port of a Service of type ExternalName has another targetPort, which has no effect."""
    if not is_external_name(document) or is_routed_to(document, inventory):
        # Some Ingress controllers connect to the targetPort of such a Service.
        return
    for port in ports_of(document):
        target = port.target
        if target == port.number or (isinstance(target, str) and port_name_problems(target)):
            continue
        yield Report(
            ("spec", "ports", port.position, "targetPort"),
            f"targetPort {target} has no effect: a Service of type ExternalName is a DNS alias, so "
            f"clients connect to port {port.number} of "
            f"{document.value(('spec', 'externalName'))}",
            f"let clients connect to port {target}, or use a Service without a selector and an "
            "EndpointSlice",
            related=(("spec", "type"),),
        )
