"""A port requests a specific node port."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.model.data import mapping, sequence
from svclint.rule import service_rule


@service_rule(
    "node-port-fixed",
    Severity.NOTE,
    since="0.1",
    profile="strict",
    where=("NodePort", "LoadBalancer"),
)
def rule(service: Service) -> Iterator[Report]:
    """A port requests a specific node port."""
    if service.type not in ("NodePort", "LoadBalancer"):
        return
    for index, port in enumerate(sequence(mapping(service.written.get("spec")).get("ports"))):
        number = mapping(port).get("nodePort")
        if number:
            yield Report(
                ("spec", "ports", index, "nodePort"),
                f"nodePort {number} is fixed: the Service cannot be created if another Service has "
                "it, nor twice in one cluster",
                "leave nodePort out, unless clients outside the cluster depend on the number",
            )
