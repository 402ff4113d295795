"""A port name is not a DNS label."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.syntax import dns_label_problem
from svclint.model import Report, Severity, refused, set_to
from svclint.rule import service_rule


@service_rule("port-name-invalid", Severity.ERROR, since="0.1", where=("irregular ports",))
def rule(service: Service) -> Iterator[Report]:
    """A port name is not a DNS label."""
    for index, port in enumerate(service.ports):
        name = port.get("name")
        problem = dns_label_problem(name) if name else None
        if problem is not None:
            path, respelled = ("spec", "ports", index, "name"), _respell(str(name))
            is_free = all(other.get("name") != respelled for other in service.ports)
            is_right = is_free and dns_label_problem(respelled) is None
            yield refused(
                path,
                f"the port name {name!r} {problem}",
                "use lower-case letters, digits and '-'",
                # Ingresses and monitors may refer to the current name.
                fix=set_to(path, respelled, is_safe=False) if is_right else None,
            )


def _respell(name: str) -> str:
    return name.strip().lower().replace("_", "-").replace(" ", "-")
