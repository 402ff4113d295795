"""Named ports: which pods of a Service have the port that a targetPort names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.reference_limit import count_found
from svclint.kubernetes.targets.resolve import ServicePort, ports_of, selected_workloads
from svclint.kubernetes.targets.uncertainty import uncertainty
from svclint.kubernetes.workloads import FINITE_KINDS, MESH_PORTS, ContainerPort, Workload
from svclint.model import Severity
from svclint.source import Document
from svclint.source.paths import are_in_one_folder

_GENERIC = frozenset(
    ("service", "svc", "app", "headless", "deployment", "deploy", "pod", "lb", "my", "sample")
)
_FEW = 4
# The names and protocols of the ports of workloads, by the ``id`` of each.
_PortNames = Mapping[int, frozenset[tuple[int | str, str]]]


class MissingPort(NamedTuple):
    """The workloads that lack a named port, and those that have it.

    ``severity`` is an error if all selected workloads lack the port, are deployed together with
    the Service, and no kustomization can add it; a note if some have the port and the others
    declare none at all; else a warning.
    ``uncertainty`` is the reason for a warning, as the end of a message.
    ``other_protocol`` are ports of that name with another protocol.
    """

    lacking: list[Workload]
    having: list[Workload]
    other_protocol: list[ContainerPort]
    severity: Severity
    uncertainty: str


class _Selected(NamedTuple):
    """The workloads that a Service selects, those that are checked, and the ports of all."""

    everyone: list[Workload]
    checked: list[Workload]
    names: _PortNames


# Two rules ask for the same Service one after the other.
@lru_cache(maxsize=4)
def missing_ports(service: Document, inventory: Inventory) -> list[tuple[ServicePort, MissingPort]]:
    """Return the ports of a Service whose targetPort names one that pods lack, and which pods.

    If several applications of a tree share labels, only the nearest workloads are checked. That
    some pods lack a port that others have is reported only within one application.
    """
    selected_ones = selected_workloads(service, inventory)
    everyone = [each for each in selected_ones if not (each.is_hook or _is_guest(each, service))]
    checked = nearest_workloads(service, everyone)
    names = {id(each): _port_names(each) for each in everyone}
    selected = _Selected(everyone, checked, names)
    found: list[tuple[ServicePort, MissingPort]] = []
    for port in ports_of(service):
        target = port.target
        if isinstance(target, int) or target in MESH_PORTS or target.isdigit():
            continue
        count_found(len(everyone))
        if any((target, port.protocol) not in names[id(each)] for each in checked):
            missing = _missing_port(service, port, selected, inventory)
            if missing is not None:
                found.append((port, missing))
    return found


def _is_guest(workload: Workload, service: Document) -> bool:
    """Return whether a bare Pod of another folder has the labels by accident: a test, or a tool."""
    return workload.kind == "Pod" and not are_in_one_folder(workload.document.file, service.file)


def _missing_port(
    service: Document, port: ServicePort, selected: _Selected, inventory: Inventory
) -> MissingPort | None:
    everyone, checked, names = selected
    lacking, having = _divided(checked, port, names)
    if having:
        # That a bare Pod or the pods of a Job lack the port of a server is meant.
        lacking = [each for each in lacking if each.kind not in (*FINITE_KINDS, "Pod")]
    if not lacking or (having and not is_one_application(service, checked)):
        return None
    other = [found for workload in lacking for found in workload.ports if found.name == port.target]
    reason = uncertainty(service, [workload.document for workload in lacking], inventory)
    if not reason and _divided(everyone, port, names)[1]:
        where = "other selected pods have" if having else "a workload in another file has"
        reason = f"; {where} the port"
    severity = Severity.WARNING if reason else Severity.ERROR
    if having:
        # Workers without any port get no traffic because of the name, which may be intended.
        servers = [each for each in lacking if each.ports]
        severity = severity if servers else Severity.NOTE
        lacking = servers or lacking
    return MissingPort(lacking, having, other, severity, reason)


def nearest_workloads(service: Document, workloads: list[Workload]) -> list[Workload]:
    """Return the workloads in the file of a Service, or else in its folder, or else all."""
    if len(workloads) < 2:
        return workloads
    file = service.file
    same_file = [each for each in workloads if each.document.file == file]
    same_folder = [each for each in workloads if are_in_one_folder(each.document.file, file)]
    return same_file or same_folder or workloads


# Several rules ask for the same Service one after the other.
@lru_cache(maxsize=64)
def nearest_selected_workloads(service: Document, inventory: Inventory) -> list[Workload]:
    """Return the workloads of ``nearest_workloads`` that a selector matches."""
    return nearest_workloads(service, selected_workloads(service, inventory))


def is_one_application(service: Document, workloads: list[Workload]) -> bool:
    """Return whether workloads that a Service selects certainly belong to one application.

    They are in the file of the Service; or they are few, and one has its name. Files in folders
    of examples share labels by accident.
    """
    if service.file == workloads[0].document.file:
        return True
    names = {(workload.kind, workload.name) for workload in workloads}
    return len(names) <= _FEW and any(is_related(service, each) for each in workloads)


def is_related(service: Document, workload: Workload) -> bool:
    """Return whether all specific terms of one name are in the other: ``web-svc``, ``web-api``."""
    ours, theirs = specific_terms(service.object_name.name), specific_terms(workload.name)
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def specific_terms(name: str) -> frozenset[str]:
    """Return the terms of a name, without those that many names have: of ``web-svc``, ``web``."""
    return frozenset(name.lower().split("-")) - _GENERIC


def _divided(
    workloads: list[Workload], port: ServicePort, names: _PortNames
) -> tuple[list[Workload], list[Workload]]:
    """Return the workloads that lack a port and those that have it; variants count as one."""
    wanted = port.target, port.protocol
    having = [workload for workload in workloads if wanted in names[id(workload)]]
    served = {(workload.kind, workload.name) for workload in having}
    lacking = {
        (workload.kind, workload.name): workload
        for workload in reversed(workloads)
        if (workload.kind, workload.name) not in served
    }
    return list(lacking.values())[::-1], having


def _port_names(workload: Workload) -> frozenset[tuple[int | str, str]]:
    """Return the names and protocols of the ports of pods, and of those a patch may add."""
    ports = (*workload.ports, *workload.patch_ports)
    return frozenset((each.name, each.protocol) for each in ports)
