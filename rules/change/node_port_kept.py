"""A port keeps its node port although the manifest no longer sets it."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.ports import manifest_indices
from svclint.model import Report, Severity, add
from svclint.rule import change_rule


@change_rule("node-port-kept", Severity.WARNING, since="0.1")
def rule(change: Prediction[Service]) -> Iterator[Report]:
    """A port keeps its node port although the manifest no longer sets it."""
    ports = change.new.get("ports") or []
    before = {
        port["nodePort"]: port for port in change.old.get("ports") or () if "nodePort" in port
    }
    for place, port in zip(manifest_indices(ports, change.written), ports, strict=True):
        stored = before.get(port.get("nodePort", 0))
        if place is None or stored is None:
            continue
        is_written = change.written["spec"]["ports"][place].get("nodePort")
        key = ("k", (("port", stored["port"]), ("protocol", stored["protocol"])))
        path = (("f", "spec"), ("f", "ports"), key, ("f", "nodePort"))
        if not is_written and path in (change.merge.applied_before or ()):
            yield Report(
                ("spec", "ports", place),
                f"port {port['port']}/{port['protocol']} keeps nodePort {port['nodePort']}: "
                "leaving it out has no effect",
                f"set nodePort: {port['nodePort']} so that the manifest shows it, "
                "or another free one",
                fix=add(("spec", "ports", place, "nodePort"), port["nodePort"], is_safe=False),
            )
