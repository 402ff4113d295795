"""Which of a Service's pods have the port that a targetPort names."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory, distance, is_near
from svclint.kubernetes.targets.resolve import ServicePort, ports_of, selected
from svclint.kubernetes.workloads import ContainerPort, Workload
from svclint.model import Severity
from svclint.source import Document

# Sidecars that a mesh injects bring ports that no manifest shows.
_INJECTED = frozenset(("http-envoy-prom", "linkerd-admin", "linkerd-proxy", "mesh-metrics"))
_GENERIC = frozenset(
    ("service", "svc", "app", "headless", "deployment", "deploy", "pod", "lb", "my", "sample")
)
_FEW = 4


class Lack(NamedTuple):
    """The workloads that lack a named port, and those that have it.

    ``severity``: an error when all workloads in sight lack it and nothing is known that may yet
    add it, a note when they are written so far off that others may be meant.
    ``other_protocol``: ports of that name that only speak another protocol.
    """

    lacking: list[Workload]
    having: list[Workload]
    other_protocol: list[ContainerPort]
    severity: Severity


# Two rules ask for the same.
@lru_cache(maxsize=4)
def lacks_of(service: Document, inventory: Inventory) -> list[tuple[ServicePort, Lack]]:
    """Give the ports of a Service whose targetPort names one that pods lack, and which pods.

    Where several applications of a tree share labels, those written nearest are judged; whether
    some pods should have a port that others have is asked only within one application.
    """
    everyone = [each for each in selected(service, inventory) if not each.is_hook]
    judged = nearest(service, everyone)
    found: list[tuple[ServicePort, Lack]] = []
    for port in ports_of(service):
        target = port.target
        if isinstance(target, int) or target in _INJECTED or target.isdigit():
            continue
        if [workload for workload in judged if not _has(workload, port)]:
            lack = _lack_of(service, port, everyone, judged, inventory)
            if lack is not None:
                found.append((port, lack))
    return found


def _lack_of(
    service: Document,
    port: ServicePort,
    everyone: list[Workload],
    judged: list[Workload],
    inventory: Inventory,
) -> Lack | None:
    lacking, having = _divided(judged, port)
    if not lacking or (having and not is_one_application(service, judged)):
        return None
    other = [found for workload in lacking for found in workload.ports if found.name == port.target]
    return Lack(lacking, having, other, _severity(service, port, everyone, lacking, inventory))


def _severity(
    service: Document,
    port: ServicePort,
    everyone: list[Workload],
    lacking: list[Workload],
    inventory: Inventory,
) -> Severity:
    if not is_near(service, lacking[0].document):
        return Severity.INFO
    judged = (service, *(workload.document for workload in lacking))
    is_open = any(inventory.is_changed(document) for document in judged)
    has_any = bool(_divided(everyone, port)[1])
    return Severity.WARNING if has_any or is_open else Severity.ERROR


def nearest(service: Document, workloads: list[Workload]) -> list[Workload]:
    """Give the workloads that are written as near to a Service as any."""
    if len(workloads) < 2:
        return workloads
    far = [distance(service, workload.document) for workload in workloads]
    least = min(far)
    return [w for w, steps in zip(workloads, far, strict=True) if steps == least]


# Rule after rule asks for the same of one Service.
@lru_cache(maxsize=64)
def nearest_selected(service: Document, inventory: Inventory) -> list[Workload]:
    """Give the workloads that a selector matches and that are written nearest."""
    return nearest(service, selected(service, inventory))


def is_one_application(service: Document, workloads: list[Workload]) -> bool:
    """Whether workloads that a Service selects surely are parts of one application.

    They are in one file, or near it, few, and one of them bears the Service's name. Folders of
    examples, where each file is meant alone, share labels without meaning to.
    """
    if distance(service, workloads[0].document) == 0:
        return True
    names = {(workload.kind, workload.name) for workload in workloads}
    is_close = is_near(service, workloads[0].document)
    return is_close and len(names) <= _FEW and any(is_related(service, w) for w in workloads)


def is_related(service: Document, workload: Workload) -> bool:
    """Whether the names of a Service and a workload tell of the same thing."""
    ours, theirs = _words(service.object_name.name), _words(workload.name)
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def _words(name: str) -> set[str]:
    return set(name.lower().split("-")) - _GENERIC


def _divided(workloads: list[Workload], port: ServicePort) -> tuple[list[Workload], list[Workload]]:
    """Divide workloads into those that lack a port and those that have it, variants as one."""
    having = [workload for workload in workloads if _has(workload, port)]
    served = {(workload.kind, workload.name) for workload in having}
    lacking = {
        (workload.kind, workload.name): workload
        for workload in reversed(workloads)
        if (workload.kind, workload.name) not in served
    }
    return list(lacking.values())[::-1], having


def _has(workload: Workload, port: ServicePort) -> bool:
    """Whether a workload has a named port, or a patch in sight may give it one."""
    name, protocol = port.target, port.protocol
    for found in workload.ports + workload.patch_ports:
        if found.name == name and found.protocol == protocol:
            return True
    return False
