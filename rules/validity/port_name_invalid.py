"""A port name is not a DNS label."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service
from svclint.service.syntax import dns_label_problem


@service_rule("port-name-invalid", Severity.ERROR, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """A port name is not a DNS label."""
    for index, port in enumerate(service.ports):
        name = port.get("name")
        problem = dns_label_problem(name) if name else None
        if problem is not None:
            yield refused(
                ("spec", "ports", index, "name"),
                f"the port name {name!r} {problem}",
                "use lower-case letters, digits and '-'",
            )
