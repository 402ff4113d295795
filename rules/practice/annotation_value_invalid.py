"""The value of an annotation is not one that its provider documents."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.providers import (
    Provider,
    ServicePorts,
    port_problem,
    readers_of_key,
    value_problem,
)
from svclint.model import Path, Report, Severity, set_to
from svclint.model.data import labels, mapping
from svclint.rule import object_rule
from svclint.source.placeholders import contains_placeholder

# A longer value is not quoted.
_LONGEST = 60


@object_rule(
    "annotation-value-invalid",
    Severity.WARNING,
    since="0.1",
    profile="recommended",
    where=("annotations", "labels"),
)
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """The value of an annotation is not one that its provider documents."""
    metadata = mapping(checked.written.get("metadata"))
    ports = _ports(checked)
    for field in ("annotations", "labels"):
        for key, value in labels(metadata.get(field)).items():
            readers = readers_of_key(key, field, checked.kind.name)
            if not readers or not value or contains_placeholder(value):
                continue
            found = (_check(each, ("metadata", field, key), value, ports) for each in readers)
            report = next(filter(None, found), None)
            if report is not None:
                yield report


def _check(provider: Provider, path: Path, value: str, ports: ServicePorts) -> Report | None:
    key, kind = str(path[-1]), str(path[1]).removesuffix("s")
    domain, _, name = key.partition("/")
    port = provider.port_in(domain, name)
    if port and (problem := port_problem(port, ports)) is not None:
        return Report(
            path,
            f'{provider.name} does not read {kind} "{key}": it {problem.fact}',
            "write a port of the Service into the name",
            at_key=True,
        )
    values = provider.values_of(domain, name)
    problem = None if values is None else value_problem(values, value, ports)
    if problem is None:
        return None
    shown = f'value "{value}"' if len(value) <= _LONGEST else "the value"
    meant = problem.meant
    return Report(
        path,
        f'{provider.name} does not accept {shown} of {kind} "{key}": it {problem.fact}',
        f'write "{meant}"' if meant else "write a documented value",
        fix=set_to(path, meant, is_safe=False) if meant else None,
        excerpt=problem.entry,
    )


def _ports(checked: KubernetesObject) -> ServicePorts:
    ports = [port for _, port in checked.ports_with_paths()]
    return ServicePorts(
        frozenset(port["port"] for port in ports if port.get("port")),
        frozenset(port["name"] for port in ports if port.get("name")),
    )
