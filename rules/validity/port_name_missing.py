"""A port has no name although there are several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.ports import manifest_indices, suggested_port_name
from svclint.model import Data, Report, Severity, add, refused
from svclint.rule import object_rule

# Outside this range, the number must be corrected before a name can be suggested.
PORTS = range(1, 65536)


@object_rule(
    "port-name-missing",
    Severity.ERROR,
    since="0.1",
    kinds=("Service", "Endpoints"),
    where=("irregular ports",),
)
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """A port has no name although there are several."""
    for list_path, ports in checked.port_lists():
        if len(ports) < 2:
            continue
        is_service = isinstance(checked, Service)
        has_selector = is_service and bool(checked.spec.get("selector"))
        count = f"the {'Service' if is_service else 'subset'} has {len(ports)} ports"
        times = Counter((port.get("port", 0), port["protocol"]) for port in ports)
        kept = tuple(_kept(checked, ports)) if is_service else ()
        for index, port in enumerate(ports):
            if port.get("name"):
                continue
            path, number = (*list_path, index, "name"), port.get("port", 0)
            # Endpoints that somebody writes by hand must have the same names. Of a port that is
            # there twice, one should go.
            is_twice = times[number, port["protocol"]] > 1
            is_clear = has_selector and number in PORTS and not is_twice
            name = suggested_port_name(ports, index) if is_clear else ""
            yield refused(
                path,
                f"port {number}/{port['protocol']} has no name, but {count}",
                f"add name: {name}" if name else "add a different name to each port",
                reason="FieldValueRequired",
                related=tuple((*list_path, each) for each in kept if each != index),
                fix=add(path, name) if name else None,
            )


def _kept(checked: KubernetesObject, ports: list[Data]) -> Iterator[int]:
    """Yield which ports an update keeps although the manifest does not list them."""
    if checked.live is not None:
        for index, place in enumerate(manifest_indices(ports, checked.written)):
            if place is None:
                yield index
