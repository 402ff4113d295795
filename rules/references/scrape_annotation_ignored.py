"""An annotation of pods for Prometheus is misspelt, or has a value that Prometheus ignores."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.providers import (
    ServicePorts,
    providers,
    similar_annotation,
    value_problem,
)
from svclint.kubernetes.workloads import PodTemplate
from svclint.model import Report, Severity, rename_to, set_to
from svclint.model.data import labels, mapping
from svclint.rule import workload_rule
from svclint.source.placeholders import contains_placeholder

_DOMAIN = "prometheus.io"
_NO_PORTS = ServicePorts(frozenset(), frozenset())


@workload_rule("scrape-annotation-ignored", Severity.WARNING, since="0.1")
def rule(pods: PodTemplate) -> Iterator[Report]:
    """An annotation of pods for Prometheus is misspelt, or has a value that Prometheus ignores."""
    annotations = labels(mapping(pods.data.get("metadata")).get("annotations"))
    for key, value in annotations.items():
        if "/" not in key:
            continue
        path = (*pods.path, "metadata", "annotations", key)
        known = _meant(key)
        if known:
            yield Report(
                path,
                f'Prometheus does not read annotation "{key}"; did you mean "{known}"?',
                f"write {known}",
                at_key=True,
                fix=None if known in annotations else rename_to(path, known, is_safe=False),
            )
        elif key.startswith(f"{_DOMAIN}/") and value and not contains_placeholder(value):
            yield from _of_value(key, value, pods)


def _meant(key: str) -> str:
    """Return the annotation for Prometheus that was probably meant; ``""`` if none was."""
    # Prometheus reads the same annotations of Services.
    found = similar_annotation(key, "annotations", "Service")
    known = "" if found is None else found[1]
    return known if known.startswith(f"{_DOMAIN}/") else ""


def _of_value(key: str, value: str, pods: PodTemplate) -> Iterator[Report]:
    domain, _, name = key.partition("/")
    for provider in providers():
        values = provider.values_of(domain, name)
        problem = None if values is None else value_problem(values, value, _NO_PORTS)
        if problem is not None:
            path = (*pods.path, "metadata", "annotations", key)
            yield Report(
                path,
                f'Prometheus ignores value "{value}" of annotation "{key}": it {problem.fact}',
                f'write "{problem.meant}"' if problem.meant else "write a documented value",
                fix=set_to(path, problem.meant, is_safe=False) if problem.meant else None,
            )
