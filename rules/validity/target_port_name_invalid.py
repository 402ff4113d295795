"""A targetPort is no valid name of a container port."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service
from svclint.service.syntax import port_name_problems


@service_rule("target-port-name-invalid", Severity.ERROR, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """A targetPort is no valid name of a container port."""
    for index, port in enumerate(service.ports):
        target = port["targetPort"]
        if not isinstance(target, str):
            continue
        problems = port_name_problems(target)
        if not problems:
            continue
        message = f"targetPort {target!r} {problems[0]}"
        remedy = "write it as the container's port is named: at most 15 of a-z, 0-9 and '-'"
        if target.isascii() and target.isdigit():
            message = f"targetPort {target!r} is a string, so it is taken for a port's name"
            number = int(target[:9])
            remedy = "use a number from 1 to 65535, without quotes"
            if 1 <= number <= 65535:
                remedy = f"write the number without quotes: targetPort: {number}"
        yield refused(("spec", "ports", index, "targetPort"), message, remedy)
