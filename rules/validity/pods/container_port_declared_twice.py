"""Two containers of a pod declare one port, on which only one can listen."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.workloads import PodTemplate
from svclint.model import Path, Report, Severity
from svclint.model.data import text, whole
from svclint.rule import workload_rule


@workload_rule("container-port-declared-twice", Severity.WARNING, since="0.1")
def rule(pods: PodTemplate) -> Iterator[Report]:
    """Two containers of a pod declare one port, on which only one can listen."""
    first: dict[tuple[int, str], tuple[str, Path]] = {}
    for container in pods.containers:
        if not container.runs_on:
            continue
        for path, port in container.ports:
            number, protocol = whole(port.get("containerPort")), text(port.get("protocol")) or "TCP"
            if number is None:
                continue
            other, other_path = first.setdefault((number, protocol), (container.name, path))
            if other != container.name:
                yield Report(
                    (*path, "containerPort"),
                    f'port {number}/{protocol} is also declared by container "{other}"; the '
                    "containers of a pod share one network, in which only one of them can listen",
                    "remove it where nothing listens, or give each container a port of its own",
                    related=((*other_path, "containerPort"),),
                    edited_at="apart",
                )
