"""Two workloads behind one Service use the same port of their node."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import nearest_selected_workloads, place_of, uncertainty
from svclint.kubernetes.workloads import Workload
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("host-port-taken", Severity.WARNING, since="0.1", where=("selector",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """Two workloads behind one Service use the same port of their node."""
    first: dict[tuple[int, str], Workload] = {}
    for workload in nearest_selected_workloads(document, inventory):
        for number, protocol in dict.fromkeys(_host_ports(workload)):
            other = first.setdefault((number, protocol), workload)
            if (other.kind, other.name) == (workload.kind, workload.name):
                continue
            is_everywhere = "DaemonSet" in (other.kind, workload.kind)
            if not is_everywhere and other.document.file != workload.document.file:
                # Files of one folder may be alternatives, and pods may run on other nodes.
                continue
            doubt = uncertainty(other.document, [workload.document], inventory)
            is_likely = is_everywhere and not doubt and not (other.is_placed or workload.is_placed)
            yield Report(
                ("spec", "selector"),
                f"{other} and {workload} ({place_of(workload.document)}) both use port "
                f"{number}/{protocol} of their node, where only one of their pods can run{doubt}",
                "give each of them a host port of its own, or leave hostPort out",
                severity=Severity.WARNING if is_likely else Severity.NOTE,
            )
            break


def _host_ports(workload: Workload) -> Iterator[tuple[int, str]]:
    """Yield the ports of the node that the pods of a workload use."""
    if not workload.has_pods:
        return
    for port in workload.ports:
        number = port.number if workload.host_network else port.host_port
        if number:
            yield number, port.protocol
