"""An AWS target group of instances has a Service without node ports."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    backends_of,
    classes_named,
    ingress_class,
    is_external_name,
    place_of,
    uncertainty,
)
from svclint.model import Report, Severity
from svclint.model.data import mapping, text
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
    if target_type != "instance" or not _is_of_controller(document, inventory):
        return
    for backend, services in backends_of(document, inventory):
        # The annotation is also on the Service, where it comes first.
        if not services or any(map(is_external_name, services)) or any(map(_has_own, services)):
            continue
        kinds = set(map(_type_of, services))
        if kinds.isdisjoint(_WITH_NODE_PORTS) and all(kinds):
            reason = uncertainty(document, services, inventory) or _without_class(document)
            yield Report(
                backend.path,
                f'Service "{backend.name}" ({place_of(services[0])}) is of type '
                f"{min(kinds)}, but targets of the type instance need node ports; the "
                f"controller refuses it{reason}",
                "set the type of the Service to NodePort, or use targets of the type ip",
                severity=Severity.WARNING if reason else None,
            )


def _is_of_controller(document: Document, inventory: Inventory) -> bool:
    """Return whether the AWS Load Balancer Controller serves an object, as far as its class says.

    Manifests often keep the annotations of several controllers.
    """
    if document.kind != "Ingress":
        return True
    _, name = ingress_class(document)
    found = [text(each.value(("spec", "controller"))) for each in classes_named(name, inventory)]
    if found:
        return any(controller.endswith("/alb") for controller in found)
    return not name or "alb" in name.lower()


def _without_class(document: Document) -> str:
    """Return why it is not certain which controller serves an Ingress, as the end of a message."""
    is_unnamed = document.kind == "Ingress" and not ingress_class(document)[1]
    return ", if it serves Ingresses without a class" if is_unnamed else ""


def _type_of(service: Document) -> str:
    """Return the type of a Service; empty if what is written is not one, such as a variable."""
    path = ("spec", "type")
    written = service.value(path)
    if written is None and service.locate(path)[1]:
        return ""
    return str(written or "ClusterIP")


def _has_own(service: Document) -> bool:
    return _OF_INGRESS in mapping(service.value(("metadata", "annotations")))
