"""An externalName points to another Service in the cluster."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.rule import service_rule


@service_rule(
    "external-name-into-cluster",
    Severity.NOTE,
    since="0.1",
    profile="strict",
    where=("ExternalName",),
)
def rule(service: Service) -> Iterator[Report]:
    """An externalName points to another Service in the cluster."""
    name = str(service.spec.get("externalName") or "")
    labels = name.rstrip(".").split(".")
    if service.type == "ExternalName" and "svc" in labels[2:-1]:
        target = labels[labels.index("svc", 2) - 2 :]
        yield Report(
            ("spec", "externalName"),
            f'externalName "{name}" is Service "{target[0]}" in namespace "{target[1]}"; whoever '
            "may create this Service decides where clients and proxies in this namespace connect",
            "use the name of the other Service; for routes across namespaces, add a ReferenceGrant",
        )
