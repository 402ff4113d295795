"""A field does not exist, or not at this place."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.schema import Violation
from svclint.model import (
    Fix,
    Report,
    Severity,
    refused,
    remove,
    rename_to,
    server_spell,
)
from svclint.rule import schema_rule
from svclint.source import Document


@schema_rule("unknown-field", Severity.ERROR, since="0.1")
def rule(document: Document, violation: Violation) -> Iterator[Report]:
    """A field does not exist, or not at this place."""
    if violation.kind != "unknown":
        return
    value = document.value(violation.path)
    message, remedy = violation.message, violation.remedy(value)
    if value is None:
        # Client-side apply drops nulls before the server sees them.
        yield Report(
            violation.path,
            f"{message}; its value is null: kubectl apply drops it, other requests are refused",
            remedy,
            at_key=True,
            severity=Severity.WARNING,
            fix=None if violation.elsewhere else remove(violation.path),
        )
        return
    yield refused(
        violation.path,
        message,
        remedy,
        reason="BadRequest",
        field=server_spell(violation.path),
        at_key=True,
        fix=_fix(document, violation),
    )


def _fix(document: Document, violation: Violation) -> Fix | None:
    """Rename what resembles one field that is not there; what resembles none means nothing."""
    if violation.suggestions:
        name = violation.suggestions[0]
        there = document.value(violation.path[:-1])
        is_free = isinstance(there, dict) and name not in there
        is_sure = len(violation.suggestions) == 1
        return rename_to(violation.path, name, is_safe=is_sure) if is_free else None
    if violation.elsewhere or violation.known_in:
        return None
    return remove(violation.path, is_safe=False)
