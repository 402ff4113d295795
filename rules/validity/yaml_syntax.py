"""A file contains text that is not valid YAML or JSON."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, ServerAnswer, Severity
from svclint.rule import document_rule
from svclint.source import Document

REMEDY = "correct the text; kubectl rejects the whole document"


@document_rule("yaml-syntax", Severity.ERROR, since="0.1", where=("problem",))
def rule(document: Document) -> Iterator[Report]:
    """A file contains text that is not valid YAML or JSON."""
    problem = document.problem
    if problem is None:
        return
    if problem.kind == "syntax":
        server = ServerAnswer("reject", "BadRequest", "")
        yield Report((), problem.message, problem.remedy or REMEDY, server)
    elif problem.kind == "encoding":
        # kubectl reads the document; the server stores another text, or refuses it.
        remedy = "save the file as UTF-8"
        yield Report((), problem.message, remedy, severity=Severity.WARNING)
    elif problem.kind == "foreign":
        yield Report((), problem.message, REMEDY, severity=Severity.WARNING)
