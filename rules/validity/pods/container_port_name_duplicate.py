"""Two ports of a pod have one name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.workloads import Container, PodTemplate
from svclint.model import Data, Path, Report, Severity
from svclint.model.data import text
from svclint.rule import workload_rule


@workload_rule("container-port-name-duplicate", Severity.ERROR, since="0.1")
def rule(pods: PodTemplate) -> Iterator[Report]:
    """Two ports of a pod have one name."""
    first: dict[str, tuple[Container, Path, Data]] = {}
    for container in pods.containers:
        if not container.runs_on:
            continue
        for path, port in container.ports:
            name = text(port.get("name"))
            if not name:
                continue
            other, other_path, known = first.setdefault(name, (container, path, port))
            if known is port:
                continue
            number = known.get("containerPort")
            is_same = other is container
            yield Report(
                (*path, "name"),
                f'container "{container.name}" has two ports named "{name}"'
                if is_same
                else f'port name "{name}" is also that of port {number} of container '
                f'"{other.name}"; a targetPort of that name reaches {number} alone',
                "give each port a name of its own",
                severity=Severity.ERROR if is_same else Severity.WARNING,
                related=((*other_path, "name"),),
                edited_at="apart",
            )
