"""A file or document contains no Kubernetes object."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.schema.type_names import describe_value
from svclint.model import Report, ServerAnswer, Severity
from svclint.rule import document_rule
from svclint.source import Document
from svclint.source.kinds import TYPED_LISTS, begins_as_object, is_surely_checked

REMEDY = "move it out of the folder that you apply; kubectl fails on it"


@document_rule("no-object", Severity.INFO, since="0.1", where=("problem", "kind"))
def rule(document: Document) -> Iterator[Report]:
    """A file or document contains no Kubernetes object."""
    problem, data = document.problem, document.data
    server = ServerAnswer("reject", "BadRequest", "")
    if problem is not None and problem.kind == "empty":
        yield Report(
            (),
            problem.message,
            "remove the file, or add an object; kubectl apply fails if it is the only file",
            server,
        )
    if problem is not None or data is None or document.prefix:
        return
    if document.trailing_line and begins_as_object(data):
        # text-after-document-end reports this.
        return
    if not isinstance(data, dict):
        yield Report((), f"the document is {describe_value(data)}, not an object", REMEDY, server)
        return
    if data.get("kind") in ("List", *TYPED_LISTS):
        return
    missing = [name for name in ("apiVersion", "kind") if data.get(name) in (None, "")]
    if missing and not is_surely_checked(data):
        message = f"the document has no {' and no '.join(missing)}"
        yield Report((missing[0],), message, REMEDY, server)
