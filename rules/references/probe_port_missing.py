"""A probe or lifecycle hook names a port that its container does not have."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.syntax import port_name_problems
from svclint.kubernetes.targets import is_similar
from svclint.kubernetes.workloads import Container, PodTemplate
from svclint.model import Path, Report, Severity, set_to
from svclint.model.data import mapping, number_of, text, whole
from svclint.model.suggestions import closest
from svclint.rule import workload_rule
from svclint.source.placeholders import contains_placeholder

# What becomes of the container. The kubelet throws the result of such a probe away, so that the
# initial result stays. Source: pkg/kubelet/prober/worker.go.
_EFFECTS = {
    "readinessProbe": "the pod never becomes ready, and no Service sends it traffic",
    "startupProbe": "the container never counts as started, and the pod never becomes ready",
    "livenessProbe": "the probe never runs, and a container that hangs is not restarted",
    "preStop": "the hook fails, and the container is stopped without it",
    "postStart": "the hook fails, and the container is stopped",
}


@workload_rule("probe-port-missing", Severity.ERROR, since="0.1")
def rule(pods: PodTemplate) -> Iterator[Report]:
    """A probe or lifecycle hook names a port that its container does not have."""
    for container in pods.containers:
        if container.runs_on:
            yield from _of_container(container, pods)


def _of_container(container: Container, pods: PodTemplate) -> Iterator[Report]:
    handlers = list(_handlers(container))
    if not handlers:
        return
    names = {text(port.get("name")): port.get("containerPort") for _, port in container.ports}
    for field, path in handlers:
        port = pods.document.value(path)
        if port is None:
            yield Report(
                path[:-1],
                f'{path[-2]} of {field} in container "{container.name}" has no port, which is '
                f"required; the API server refuses the {pods.document.kind}",
                "write the number or name of the port",
            )
        if isinstance(port, str) and contains_placeholder(port):
            continue
        number = whole(port)
        if isinstance(port, str) and (port.isdigit() or path[-2] == "grpc"):
            yield _text(path, field, port, container, pods)
            continue
        if number is not None and not 1 <= number <= 65535:
            yield Report(
                path,
                f'port {number} of {field} in container "{container.name}" is outside 1-65535',
                "set port to a number from 1 to 65535",
            )
        if not isinstance(port, str) or port in names or not port:
            continue
        hint, name = _hint(port, [each for each in names if each], container, pods)
        # The API server refuses the port that is meant, which is reported there.
        if name and port_name_problems(name):
            continue
        yield Report(
            path,
            f'container "{container.name}" has no port named "{port}", so {_EFFECTS[field]}{hint}',
            f"write port: {name}" if name else "name a port of the container, or write a number",
            related=((*container.path, "ports"),),
            fix=set_to(path, name, is_safe=False) if name else None,
        )


def _text(path: Path, field: str, port: str, container: Container, pods: PodTemplate) -> Report:
    """Return the report of a string where the API server takes a number or the name of a port."""
    number = number_of(port)
    return Report(
        path,
        f'port of {field} in container "{container.name}" is the string "{port}", which is not '
        f"{'an integer' if path[-2] == 'grpc' else 'the name of a port'}; the API server refuses "
        f"the {pods.document.kind}",
        f"write port: {number}, without quotes" if number else "write the number of the port",
        fix=set_to(path, number, is_safe=False) if number else None,
    )


def _handlers(container: Container) -> Iterator[tuple[str, Path]]:
    """Yield the path of the port of each probe and hook, also of a port that is not written."""
    lifecycle = mapping(container.data.get("lifecycle"))
    for field in _EFFECTS:
        is_hook = field in ("preStop", "postStart")
        holder = lifecycle if is_hook else container.data
        if field not in holder:
            continue
        path = (*container.path, "lifecycle", field) if is_hook else (*container.path, field)
        for action in ("httpGet", "tcpSocket", "grpc"):
            if isinstance(mapping(holder.get(field)).get(action), dict):
                yield field, (*path, action, "port")


def _hint(port: str, names: list[str], own: Container, pods: PodTemplate) -> tuple[str, str]:
    """Return what was probably meant, as the end of a message, and the name of the port or ""."""
    close = [name for name in names if is_similar(name, port)] + closest(port, names, cutoff=0.6)
    if close:
        return f'; did you mean "{close[0]}"?', close[0]
    for other in pods.containers:
        if other is not own and any(text(each.get("name")) == port for _, each in other.ports):
            return f'; container "{other.name}" has it, but a probe uses ports of its own', ""
    if len(names) == 1:
        return f'; its only named port is "{names[0]}"', names[0]
    return "", ""
