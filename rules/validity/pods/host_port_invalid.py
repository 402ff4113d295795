"""The API server refuses the host ports of a pod."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.workloads import Container, PodTemplate
from svclint.model import Data, Path, Report, Severity
from svclint.model.data import text, whole
from svclint.rule import workload_rule


@workload_rule("host-port-invalid", Severity.ERROR, since="0.1")
def rule(pods: PodTemplate) -> Iterator[Report]:
    """The API server refuses the host ports of a pod."""
    on_host = pods.spec.get("hostNetwork") is True
    first: dict[tuple[str, str, int], str] = {}
    for container in pods.containers:
        if container.is_init:
            continue
        for path, port in container.ports:
            if on_host:
                yield from _differing(path, port)
            yield from _taken(path, port, container, first, on_host=on_host)


def _differing(path: Path, port: Data) -> Iterator[Report]:
    """Report a host port of a pod in the network of its node that is another than its own."""
    number, host_port = whole(port.get("containerPort")), whole(port.get("hostPort"))
    if host_port and number != host_port:
        yield Report(
            (*path, "hostPort"),
            f"hostPort {host_port} is not containerPort {number}, which hostNetwork: true requires",
            f"write hostPort: {number}, or leave it out",
        )


def _taken(
    path: Path,
    port: Data,
    container: Container,
    first: dict[tuple[str, str, int], str],
    *,
    on_host: bool,
) -> Iterator[Report]:
    """Report a host port that the pod uses already."""
    field = "containerPort" if on_host and not port.get("hostPort") else "hostPort"
    number, protocol = whole(port.get(field)), text(port.get("protocol")) or "TCP"
    if not number:
        return
    key = protocol, text(port.get("hostIP")), number
    if key in first:
        yield Report(
            (*path, field),
            f'host port {number}/{protocol} is already used by container "{first[key]}" of the pod',
            "give each port of the pod a host port of its own",
        )
    first.setdefault(key, container.name)
