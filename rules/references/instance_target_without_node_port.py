"""An AWS target group of instances has a Service without node ports."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import backends_of, is_external_name, place_of, uncertainty
from svclint.model import Report, Severity
from svclint.model.data import mapping
from svclint.rule import reference_rule
from svclint.source import Document

_WITH_NODE_PORTS = ("NodePort", "LoadBalancer")
_OF_INGRESS = "alb.ingress.kubernetes.io/target-type"


@reference_rule(
    "instance-target-without-node-port",
    Severity.ERROR,
    since="0.1",
    kinds=("TargetGroupBinding", "Ingress"),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """An AWS target group of instances has a Service without node ports."""
    if document.kind == "Ingress":
        target_type = mapping(document.value(("metadata", "annotations"))).get(_OF_INGRESS)
    else:
        target_type = document.value(("spec", "targetType"))
    if target_type != "instance":
        return
    for backend, services in backends_of(document, inventory):
        kinds = {str(each.value(("spec", "type")) or "ClusterIP") for each in services}
        # The annotation is also on the Service, where it comes first.
        if not services or any(map(is_external_name, services)) or any(map(_has_own, services)):
            continue
        if kinds.isdisjoint(_WITH_NODE_PORTS):
            reason = uncertainty(document, services, inventory)
            yield Report(
                backend.path,
                f'Service "{backend.name}" ({place_of(services[0])}) is of type '
                f"{min(kinds)}, but targets of the type instance need node ports; the "
                f"controller refuses it{reason}",
                "set the type of the Service to NodePort, or use targets of the type ip",
                severity=Severity.WARNING if reason else None,
            )


def _has_own(service: Document) -> bool:
    return _OF_INGRESS in mapping(service.value(("metadata", "annotations")))
