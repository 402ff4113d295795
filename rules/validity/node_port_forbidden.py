"""A Service of type ClusterIP sets a nodePort."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused, remove
from svclint.rule import service_rule


@service_rule("node-port-forbidden", Severity.ERROR, since="0.1", where=("nodePort",))
def rule(service: Service) -> Iterator[Report]:
    """A Service of type ClusterIP sets a nodePort."""
    if service.type != "ClusterIP":
        return
    is_default = not service.written["spec"].get("type")
    kind = "ClusterIP, the default" if is_default else "ClusterIP"
    for index, port in enumerate(service.ports):
        number = port.get("nodePort", 0)
        if number:
            yield refused(
                ("spec", "ports", index, "nodePort"),
                f"nodePort {number} may not be set on a Service of type {kind}",
                "set type: NodePort, or remove nodePort",
                reason="FieldValueForbidden",
                # Without a type, NodePort is as likely to be intended.
                fix=None
                if is_default
                else remove(("spec", "ports", index, "nodePort"), is_safe=False),
            )
