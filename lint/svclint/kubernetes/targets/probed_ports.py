"""Ports that a pod is seen to listen on, by probes, arguments and variables, declared or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from svclint.kubernetes.host_names import PROBES, bound_numbers
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.workloads import Workload
from svclint.model import Data, Path
from svclint.model.data import mapping, sequence, text, whole
from svclint.source import Document
from svclint.source.kinds import CONTAINER_LISTS

_ACTIONS = ("httpGet", "tcpSocket", "grpc")


class ProbedPort(NamedTuple):
    """The number of a port to which a probe connects, its path, and the name of the container."""

    path: Path
    container: str
    number: int


def probed_ports(document: Document, inventory: Inventory) -> Iterator[ProbedPort]:
    """Yield the ports by number to which probes of a workload connect, except on another host."""
    for path, container in _containers_that_stay(document, inventory):
        for probe in filter(container.__contains__, PROBES):
            for action in _ACTIONS:
                handler = mapping(mapping(container[probe]).get(action))
                number = whole(handler.get("port"))
                if number is not None and not text(handler.get("host")):
                    where = (*path, probe, action, "port")
                    yield ProbedPort(where, text(container.get("name")), number)


def listening_numbers(workload: Workload, inventory: Inventory) -> frozenset[int]:
    """Return the ports of a pod to which its probes connect, or that its containers bind."""
    document = workload.document
    found = {each.number for each in probed_ports(document, inventory)}
    for _, container in _containers_that_stay(document, inventory):
        found.update(bound_numbers(container))
    return frozenset(found)


def _containers_that_stay(document: Document, inventory: Inventory) -> Iterator[tuple[Path, Data]]:
    """Yield the paths and data of the containers and sidecars of a workload."""
    template = inventory.pod_template_path(document)
    for field in CONTAINER_LISTS if template is not None else ():
        path: Path = (*(template or ()), "spec", field)
        for at, container in enumerate(map(mapping, sequence(document.value(path)))):
            if field != "initContainers" or container.get("restartPolicy") == "Always":
                yield (*path, at), container
