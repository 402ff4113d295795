"""An owner reference is incomplete, or its kind cannot own."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service


@service_rule("owner-reference-invalid", Severity.ERROR, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """An owner reference is incomplete, or its kind cannot own."""
    owners = service.metadata.get("ownerReferences") or []
    controllers: list[int] = []
    for index, owner in enumerate(owners):
        path = ("metadata", "ownerReferences", index)
        for name in ("apiVersion", "kind", "name", "uid"):
            if not owner.get(name):
                yield refused(
                    (*path, name),
                    f"owner reference {index} has no {name}",
                    "controllers write owner references; leave them out of manifests",
                    field=f"metadata.ownerReferences.{name}",
                )
        if owner.get("apiVersion") == "v1" and owner.get("kind") == "Event":
            yield refused(path, "an Event cannot own anything", field="metadata.ownerReferences")
        if owner.get("controller"):
            controllers.append(index)
    if len(controllers) > 1:
        yield refused(
            ("metadata", "ownerReferences", controllers[1], "controller"),
            "two owner references claim to be the controller; only one can be",
            "set controller: true on one of them",
            field="metadata.ownerReferences",
        )
