"""A live port is removed because the manifest no longer lists it."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.ports import describe_port
from svclint.model import Report, Severity
from svclint.rule import change_rule


@change_rule("port-removed", Severity.NOTE, since="0.1", is_effect=True)
def rule(change: Prediction[Service]) -> Iterator[Report]:
    """A live port is removed because the manifest no longer lists it."""
    if change.checked.type == "ExternalName":
        return
    ports = change.new.get("ports") or []
    kept = {(port["port"], port["protocol"]) for port in ports}
    names = {port.get("name") for port in ports}
    for port in change.old.get("ports") or ():
        is_renumbered = bool(port.get("name")) and port["name"] in names
        if (port["port"], port["protocol"]) not in kept and not is_renumbered:
            node_port = f", with its nodePort {port['nodePort']}" if port.get("nodePort") else ""
            yield Report(
                ("spec", "ports"),
                f"the live port {describe_port(port)} is removed{node_port}",
                "list it in the manifest if it is still needed",
                at_key=True,
            )
