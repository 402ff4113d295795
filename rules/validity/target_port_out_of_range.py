"""A numeric targetPort is outside 1-65535."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule("target-port-out-of-range", Severity.ERROR, since="0.1", where=("irregular ports",))
def rule(service: Service) -> Iterator[Report]:
    """A numeric targetPort is outside 1-65535."""
    for index, port in enumerate(service.ports):
        target = port["targetPort"]
        if isinstance(target, int) and not 1 <= target <= 65535:
            written = service.written_port(index).get("targetPort")
            inherited = "" if written else ", the default from port,"
            remedy = "use a number from 1 to 65535 or the name of a container port"
            yield refused(
                ("spec", "ports", index, "targetPort" if written else "port"),
                f"targetPort {target}{inherited} is outside 1-65535",
                remedy if written else "set port to a number from 1 to 65535",
                field=f"spec.ports[{index}].targetPort",
            )
