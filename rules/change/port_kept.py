"""A live port that the manifest does not list remains."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.kept_fields import kept_ports, management, port_managers, why_kept
from svclint.kubernetes.service.ports import describe_port
from svclint.model import Report, Severity
from svclint.rule import change_rule


@change_rule("port-kept", Severity.WARNING, since="0.1")
def rule(change: Prediction[Service]) -> Iterator[Report]:
    """A live port that the manifest does not list remains."""
    for port in kept_ports(change):
        manages = management(port_managers(change, port))
        yield Report(
            ("spec", "ports"),
            f"port {describe_port(port)} remains although the manifest does not list it: "
            f"{'; '.join(filter(None, (why_kept(change), manages)))}",
            "list it to keep it, or remove it once: kubectl replace keeps the cluster IP",
            at_key=True,
        )
