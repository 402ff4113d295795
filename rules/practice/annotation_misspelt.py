"""An annotation differs in one or two letters from a documented one."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.providers import similar_annotation
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, rename_to
from svclint.model.data import labels, mapping
from svclint.rule import service_rule


@service_rule(
    "annotation-misspelt",
    Severity.WARNING,
    since="0.1",
    profile="recommended",
    where=("annotations",),
)
def rule(service: Service) -> Iterator[Report]:
    """An annotation differs in one or two letters from a documented one."""
    annotations = labels(mapping(service.written.get("metadata")).get("annotations"))
    for key in annotations:
        found = similar_annotation(key)
        if found is not None:
            provider, known = found
            path = ("metadata", "annotations", key)
            fix = None if known in annotations else rename_to(path, known, is_safe=False)
            yield Report(
                path,
                f'annotation "{key}" is not documented by {provider.name}; did you mean "{known}"?',
                f"write {known}, if that is meant",
                at_key=True,
                fix=fix,
            )
