"""Labels that pods get while they run: the outcome of an election, for example.

Sources: the documentation of what sets them, as Vault (``vault-active: "true"``), Patroni
(``role: primary``) and the MinIO operator (``operator: leader``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.resolve import selector_of
from svclint.kubernetes.workloads import Workload
from svclint.source import Document

_STATES = frozenset(
    """
    active elected follower initialized leader master passive primary replica sealed secondary
    slave standby
    """.split()  # noqa: SIM905 - easier to read than a dozen quoted words
)
_BOOLEANS = ("true", "false")
_MANY = 2000


def is_selecting_state(service: Document, inventory: Inventory) -> bool:
    """Return whether a Service selects pods by a state that no pod template contains.

    All other labels match a workload, and no workload beside it has a label with that key: the
    pods set it, or what controls them.
    """
    selector = selector_of(service)
    states = {key for key, value in selector.items() if _is_state(key, value)}
    rest = {key: value for key, value in selector.items() if key not in states}
    if not states or not rest:
        return False
    places = inventory.search_places(service)
    if not inventory.workloads.selected(places, rest):
        return False
    names = set(map(_name, states))
    beside = islice(inventory.workloads.within(places), _MANY)
    return all(names.isdisjoint(_names_of_labels(workload)) for workload in beside)


def _is_state(key: str, value: str) -> bool:
    return value in _STATES or (
        value in _BOOLEANS and not _STATES.isdisjoint(re.split("[-_.]", _name(key)))
    )


def _names_of_labels(workload: Workload) -> set[str]:
    """Return the label keys of a workload and its pods, without their domains."""
    every: tuple[Mapping[str, object], ...] = workload.labels, workload.own_labels, workload.added
    return {_name(key) for each in every for key in each}


def _name(key: str) -> str:
    return key.rpartition("/")[2]
