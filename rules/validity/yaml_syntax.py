"""A file contains text that is not valid YAML or JSON."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, ServerAnswer, Severity
from svclint.rule import document_rule
from svclint.source import Document

REMEDIES = {
    "syntax": "correct the text; kubectl rejects the whole document",
    "encoding": "save the file as UTF-8",
}


@document_rule("yaml-syntax", Severity.ERROR, since="0.1", where=("problem",))
def rule(document: Document) -> Iterator[Report]:
    """A file contains text that is not valid YAML or JSON."""
    problem = document.problem
    if problem is not None and problem.kind in ("syntax", "encoding"):
        server = ServerAnswer("reject", "BadRequest", "")
        yield Report((), problem.message, REMEDIES[problem.kind], server)
    elif problem is not None and problem.kind == "foreign":
        yield Report((), problem.message, REMEDIES["syntax"], severity=Severity.WARNING)
