"""A container declares a port that the API server refuses."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.supported_values import SUPPORTED_VALUES
from svclint.kubernetes.objects.syntax import port_name_problems
from svclint.kubernetes.workloads import PodTemplate
from svclint.model import Data, Path, Report, Severity, set_to
from svclint.model.data import number_of, text, whole
from svclint.model.listing import alternatives
from svclint.rule import workload_rule
from svclint.source.placeholders import contains_placeholder

_PROTOCOLS = SUPPORTED_VALUES["protocol"]


@workload_rule("container-port-invalid", Severity.ERROR, since="0.1")
def rule(pods: PodTemplate) -> Iterator[Report]:
    """A container declares a port that the API server refuses."""
    for container in pods.containers:
        for path, port in container.ports:
            yield from _numbers(path, port, container.name)
            yield from _name(path, text(port.get("name")))
            protocol = port.get("protocol")
            if isinstance(protocol, str) and not _is_protocol(protocol):
                yield Report(
                    (*path, "protocol"),
                    f'protocol "{protocol}" is not {alternatives(_PROTOCOLS)}',
                    f"write {alternatives(_PROTOCOLS)}, in capitals",
                )


def _numbers(path: Path, port: Data, container: str) -> Iterator[Report]:
    for field in ("containerPort", "hostPort"):
        value = port.get(field)
        if isinstance(value, str) and not contains_placeholder(value):
            yield _text(path, field, value, container)
        number = whole(value)
        if number is None or 1 <= number <= 65535 or (field == "hostPort" and number == 0):
            continue
        yield Report(
            (*path, field),
            f'{field} {number} of container "{container}" is outside 1-65535',
            f"set {field} to a number from 1 to 65535",
        )


def _text(path: Path, field: str, value: str, container: str) -> Report:
    number = number_of(value)
    return Report(
        (*path, field),
        f'{field} of container "{container}" is the string "{value}", not an integer',
        f"write {number}, without quotes" if number else "write a number from 1 to 65535",
        fix=set_to((*path, field), number) if number else None,
    )


def _name(path: Path, name: str) -> Iterator[Report]:
    problems = port_name_problems(name) if name else ()
    if problems and not contains_placeholder(name):
        yield Report(
            (*path, "name"),
            f'port name "{name}" {problems[0]}',
            "write at most 15 lower-case letters, digits and hyphens",
        )


def _is_protocol(protocol: str) -> bool:
    return protocol in _PROTOCOLS or not protocol or contains_placeholder(protocol)
