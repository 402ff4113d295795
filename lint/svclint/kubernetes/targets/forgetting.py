"""Forget what was resolved, after an object or an inventory has changed."""

from __future__ import annotations

from svclint.kubernetes.targets.backend import ports_by_name_and_number
from svclint.kubernetes.targets.backends import backends_of
from svclint.kubernetes.targets.dns_calls import dns_calls
from svclint.kubernetes.targets.monitors import governing_services
from svclint.kubernetes.targets.named_ports import missing_ports, nearest_selected_workloads
from svclint.kubernetes.targets.port_messages import listed_ports_of
from svclint.kubernetes.targets.resolve import ports_of, selected_workloads

# Every function of this package that keeps its last results.
RESOLVING = (
    backends_of,
    dns_calls,
    governing_services,
    listed_ports_of,
    missing_ports,
    nearest_selected_workloads,
    ports_by_name_and_number,
    ports_of,
    selected_workloads,
)


def forget_resolved() -> None:
    """Forget the results that functions keep because several rules ask for them in a row."""
    for function in RESOLVING:
        function.cache_clear()
