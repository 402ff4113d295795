"""The value of an annotation is not one that its provider documents."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.providers import Provider, ServicePorts, providers, value_problem
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, set_to
from svclint.model.data import labels, mapping
from svclint.rule import service_rule
from svclint.source.placeholders import contains_placeholder

# A longer value is not quoted.
_LONGEST = 60


@service_rule(
    "annotation-value-invalid",
    Severity.WARNING,
    since="0.1",
    profile="recommended",
    where=("annotations",),
)
def rule(service: Service) -> Iterator[Report]:
    """The value of an annotation is not one that its provider documents."""
    annotations = labels(mapping(service.written.get("metadata")).get("annotations"))
    ports = ServicePorts(
        frozenset(port["port"] for port in service.ports),
        frozenset(port["name"] for port in service.ports if port.get("name")),
    )
    for key, value in annotations.items():
        if not value or contains_placeholder(value):
            continue
        for provider in providers():
            report = _check(provider, key, value, ports)
            if report is not None:
                yield report
                break


def _check(provider: Provider, key: str, value: str, ports: ServicePorts) -> Report | None:
    domain, _, name = key.partition("/")
    values = provider.values_of(domain, name)
    problem = None if values is None else value_problem(values, value, ports)
    if problem is None:
        return None
    shown = f'value "{value}"' if len(value) <= _LONGEST else "the value"
    path = ("metadata", "annotations", key)
    meant = problem.meant
    return Report(
        path,
        f'{provider.name} does not accept {shown} of annotation "{key}": it {problem.fact}',
        f'write "{meant}"' if meant else "write a documented value",
        fix=set_to(path, meant, is_safe=False) if meant else None,
    )
