"""A port name is not a DNS label."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import dns_label_problem, misplaced_character
from svclint.model import Report, Severity, refused, set_to
from svclint.rule import object_rule


@object_rule(
    "port-name-invalid",
    Severity.ERROR,
    since="0.1",
    kinds=("Service", "EndpointSlice", "Endpoints"),
    where=("irregular ports",),
)
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """A port name is not a DNS label."""
    for list_path, ports in checked.port_lists():
        for index, port in enumerate(ports):
            name = port.get("name")
            problem = dns_label_problem(name) if name else None
            if problem is not None:
                path, respelled = (*list_path, index, "name"), _respell(str(name))
                is_free = all(other.get("name") != respelled for other in ports)
                is_right = is_free and dns_label_problem(respelled) is None
                yield refused(
                    path,
                    f"the port name {name!r} {problem}",
                    f"write {respelled}" if is_right else "use lower-case letters, digits and '-'",
                    # Ingresses and monitors may refer to the current name.
                    fix=set_to(path, respelled, is_safe=False) if is_right else None,
                )._replace(part=misplaced_character(str(name), dns_label_problem))


def _respell(name: str) -> str:
    return name.strip().lower().replace("_", "-").replace(" ", "-")
