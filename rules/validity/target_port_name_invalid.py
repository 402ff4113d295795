"""A targetPort is not a valid container port name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.syntax import port_name_problems
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused, set_to
from svclint.rule import service_rule


@service_rule("target-port-name-invalid", Severity.ERROR, since="0.1", where=("irregular ports",))
def rule(service: Service) -> Iterator[Report]:
    """A targetPort is not a valid container port name."""
    for index, port in enumerate(service.ports):
        target = port["targetPort"]
        if not isinstance(target, str):
            continue
        problems = port_name_problems(target)
        if not problems:
            continue
        path, fix = ("spec", "ports", index, "targetPort"), None
        message = f"targetPort {target!r} {problems[0]}"
        remedy = "use the name of the container port: at most 15 characters of a-z, 0-9 and '-'"
        respelled = target.strip().lower().replace("_", "-")
        if not port_name_problems(respelled):
            remedy = f"write {respelled}, and the same name in the container port"
            fix = set_to(path, respelled, is_safe=False)
        if target.isascii() and target.isdigit():
            message = f"targetPort {target!r} is a string, so it is read as a port name"
            number = int(target[:9])
            remedy = "use a number from 1 to 65535, without quotes"
            if 1 <= number <= 65535:
                remedy = f"write targetPort: {number}, without quotes"
                fix = set_to(path, number)
        # Quotes in the template may decide the type.
        yield refused(path, message, remedy, fix=fix)._replace(edited_at="type")
