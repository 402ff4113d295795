"""The ports of pods that entries of a NetworkPolicy open.

Source: the API reference of NetworkPolicy (networking.k8s.io/v1): an entry has a number, a range
up to ``endPort``, or the name of a container port; without ``port``, it opens all of a protocol.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

from svclint.kubernetes.workloads import Workload
from svclint.model import Data
from svclint.model.data import mapping, sequence, text, whole
from svclint.model.ranges import Ranges

_EVERY_PORT = (-sys.maxsize, sys.maxsize)


class PortOpenings:
    """The ports of the pods of a workload that the ``ports`` of any of some rules open."""

    def __init__(self, rules: Iterable[Any], workload: Workload) -> None:
        """Collect the entries of ``rules``: of each, its ``ports``; without any, all are open."""
        lists = [[mapping(entry) for entry in sequence(ports)] for ports in rules]
        self._is_all_open = not all(lists)
        named = _numbers_by_name(workload)
        opened: dict[str, list[tuple[int, int]]] = {}
        for entry in (entry for entries in lists for entry in entries):
            protocol = text(entry.get("protocol")) or "TCP"
            opened.setdefault(protocol, []).extend(_ranges(entry, named.get(protocol, {})))
        self._opened = {protocol: Ranges(each) for protocol, each in opened.items()}

    def include(self, number: int, protocol: str) -> bool:
        """Return whether a port is open, to whomever."""
        if self._is_all_open:
            return True
        return protocol in self._opened and number in self._opened[protocol]


def _numbers_by_name(workload: Workload) -> dict[str, dict[str, list[int]]]:
    """Return the numbers of container ports by their protocol and name."""
    found: dict[str, dict[str, list[int]]] = {}
    for port in workload.ports:
        found.setdefault(port.protocol, {}).setdefault(port.name, []).append(port.number)
    return found


def _ranges(entry: Data, named: dict[str, list[int]]) -> Iterator[tuple[int, int]]:
    port = entry.get("port")
    first = whole(port)
    if port is None:
        yield _EVERY_PORT
    elif first is not None:
        yield first, whole(entry.get("endPort")) or first
    elif isinstance(port, str):
        yield from ((number, number) for number in named.get(port, ()))
