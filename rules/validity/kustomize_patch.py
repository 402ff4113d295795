"""A kustomize patch is not checked until it is applied to its base."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity
from svclint.rule import document_rule
from svclint.source import Document


@document_rule("kustomize-patch", Severity.INFO, since="0.1", where=("problem",))
def rule(document: Document) -> Iterator[Report]:
    """A kustomize patch is not checked until it is applied to its base."""
    problem = document.problem
    if problem is not None and problem.kind == "patch":
        yield Report(
            (), problem.message, "check the built result: kustomize build | svclint check -"
        )
