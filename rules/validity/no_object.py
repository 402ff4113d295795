"""A file or document contains no Kubernetes object."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, ServerAnswer, Severity
from svclint.rule import document_rule
from svclint.source import Document

REMEDIES = {
    "empty": "remove the file, or add an object; kubectl apply fails if it is the only file",
    "other": "move it out of the folder that you apply; kubectl fails on it",
}


@document_rule("no-object", Severity.NOTE, since="0.1", where=("problem",))
def rule(document: Document) -> Iterator[Report]:
    """A file or document contains no Kubernetes object."""
    problem = document.problem
    if problem is not None and problem.kind in REMEDIES:
        server = ServerAnswer("reject", "BadRequest", "")
        yield Report((), problem.message, REMEDIES[problem.kind], server)
