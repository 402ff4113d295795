"""A live port that the manifest does not list remains."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.merge.apply_options import SERVER
from svclint.kubernetes.service.ports import manifest_indices
from svclint.kubernetes.service.update import Prediction
from svclint.model import Report, Severity
from svclint.rule import change_rule


@change_rule("port-kept", Severity.WARNING, since="0.1")
def rule(change: Prediction) -> Iterator[Report]:
    """A live port that the manifest does not list remains."""
    ports = change.new.get("ports") or []
    why = "it was not applied before"
    if change.apply_options.method == SERVER:
        why = "this manager did not apply it before"
    elif change.merge.last_applied is not None:
        why = "it was not in the last applied manifest"
    for place, port in zip(manifest_indices(ports, change.written), ports, strict=True):
        if place is None:
            name = f" ({port['name']})" if port.get("name") else ""
            yield Report(
                ("spec", "ports"),
                f"port {port['port']}/{port['protocol']}{name} remains although the manifest "
                f"does not list it: {why}",
                "list it to keep it, or remove it with kubectl edit",
                at_key=True,
            )
