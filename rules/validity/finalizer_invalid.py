"""A finalizer is not a qualified name, or two contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import qualified_name_problem
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule

STANDARD = ("kubernetes", "orphan", "foregroundDeletion")


@object_rule("finalizer-invalid", Severity.ERROR, since="0.1", where=("finalizers",))
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """A finalizer is not a qualified name, or two contradict each other."""
    finalizers = checked.metadata.get("finalizers") or []
    for index, name in enumerate(finalizers):
        problem = qualified_name_problem(name)
        path = ("metadata", "finalizers", index)
        if problem is not None:
            yield refused(
                path,
                f"the finalizer {name!r} {problem}",
                "write it as DOMAIN/NAME, such as example.com/cleanup",
                field="metadata.finalizers",
            )
        if "/" not in name and name not in STANDARD:
            yield refused(
                path,
                f"the finalizer {name!r} is neither a standard finalizer nor qualified by a domain",
                "write it as DOMAIN/NAME, such as example.com/cleanup",
            )
    if {"orphan", "foregroundDeletion"} <= set(finalizers):
        yield refused(
            ("metadata", "finalizers"),
            "the finalizers orphan and foregroundDeletion exclude each other",
            "keep one of them",
            at_key=True,
        )
