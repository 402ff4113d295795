"""Ports that pods do not declare: whether they do, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from svclint.kubernetes.targets.port_messages import listed_ports
from svclint.kubernetes.targets.resolve import ports_of
from svclint.kubernetes.targets.similarity import is_similar
from svclint.kubernetes.workloads import MESH_PORTS, Workload
from svclint.model.listing import listed
from svclint.source import Document

# A policy or monitor may select all workloads of a namespace.
_MOST_WORKLOADS = 3


class UndeclaredPort(NamedTuple):
    """A port that none of some pods declares: ``owner`` is a Service that has it instead.

    ``fact`` says so, with the ports that they declare. ``similar`` are the names of declared ports
    that differ in a letter.
    """

    fact: str
    owner: Document | None
    similar: list[str]


def undeclared_port(
    port: int | str, workloads: list[Workload], services: Iterable[Document]
) -> UndeclaredPort | None:
    """Return a port that no pod of some workloads declares, by number or name.

    ``None`` if one does, if some declare no ports at all, so that any port may be open, or if a
    sidecar of a mesh has the port.
    """
    if not workloads or not all(each.ports for each in workloads):
        return None
    if port in MESH_PORTS or any(_declares(each, port) for each in workloads):
        return None
    declared = [each for workload in workloads for each in workload.ports]
    names = {each.name for each in declared if each.name} if isinstance(port, str) else set()
    similar = sorted(name for name in names if is_similar(name, str(port)))
    owner = next((service for service in services for each in ports_of(service)
                  if port in (each.name, each.number)), None)  # fmt: skip
    shown = f'named "{port}"' if isinstance(port, str) else str(port)
    names_of_workloads = listed(list(map(str, workloads)), _MOST_WORKLOADS)
    verb = "declares" if len(workloads) == 1 else "declare"
    fact = f"{names_of_workloads} {verb} no port {shown}, only {listed_ports(declared)}"
    return UndeclaredPort(fact, owner, similar)


def _declares(workload: Workload, port: str | int) -> bool:
    declared = (*workload.ports, *workload.sidecar_ports, *workload.patch_ports)
    return any(port in (each.name, each.number) for each in declared)
