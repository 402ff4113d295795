"""A selector matches the pods of a Job as well as those of a server."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import is_headless, nearest_selected_workloads, ports_of
from svclint.kubernetes.workloads import FINITE_KINDS, Workload
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "selector-matches-job-pods",
    Severity.WARNING,
    since="0.1",
    where=("selector",),
    beside=FINITE_KINDS,
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A selector matches the pods of a Job as well as those of a server."""
    selected = nearest_selected_workloads(document, inventory)
    # Helm runs a hook before or after the pods of a release start, or for `helm test`.
    found = [workload for workload in selected if not workload.is_hook]
    if len(found) < 2:
        return
    jobs = [each for each in found if each.kind in FINITE_KINDS and _is_reached(each, document)]
    servers = [workload for workload in found if workload.kind not in FINITE_KINDS]
    if jobs and servers:
        yield Report(
            ("spec", "selector"),
            f"the selector matches {servers[0]} and also {jobs[0]}, whose pods receive "
            "connections while they run",
            "give the Job's pod template other labels, or add a label to the selector",
        )


def _is_reached(workload: Workload, service: Document) -> bool:
    """Return whether the pods of a workload have a port of a Service, or are in its DNS record."""
    names = {port.name for port in workload.ports}
    targets = [port.target for port in ports_of(service)]
    return is_headless(service) or any(isinstance(each, int) or each in names for each in targets)
