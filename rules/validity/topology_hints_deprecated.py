"""The annotation topology-aware-hints is deprecated."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, remove, rename_to, warned
from svclint.rule import service_rule

MODE = "service.kubernetes.io/topology-mode"
HINTS = "service.kubernetes.io/topology-aware-hints"


@service_rule("topology-hints-deprecated", Severity.WARNING, since="0.1", where=("annotations",))
def rule(service: Service) -> Iterator[Report]:
    """The annotation topology-aware-hints is deprecated."""
    annotations = service.metadata.get("annotations") or {}
    if HINTS in annotations:
        path = ("metadata", "annotations", HINTS)
        fix = rename_to(path, MODE)
        if MODE in annotations:
            fix = remove(path, is_safe=False)
        yield warned(
            path,
            f"the annotation {HINTS} is deprecated",
            f"use {MODE}",
            at_key=True,
            fix=fix,
        )
