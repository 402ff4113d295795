"""A field is unknown or misplaced."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.kinds import kind_of
from svclint.kubernetes.schema import Violation
from svclint.kubernetes.schema.field_suggestions import is_mistaken
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
    """A field is unknown or misplaced."""
    if violation.kind != "unknown":
        return
    value = document.value(violation.path)
    message, remedy = violation.message, violation.remedy(value)
    if value is None:
        # Client-side apply drops nulls before the server sees them.
        yield Report(
            violation.path,
            f"{message}; since its value is null, kubectl apply drops it, but other requests are "
            "rejected",
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
        fix=_upgrade(document, violation) or _fix(document, violation),
    )


def _upgrade(document: Document, violation: Violation) -> Fix | None:
    """Return a fix that rewrites a field of a former apiVersion, with all that belongs to it."""
    kind, path = kind_of(document.api_version, document.kind), violation.path
    edits = [each for each in (kind and kind.upgrade(document.data)) or () if each.kind != "add"]
    related = [each.path for each in edits if path[: len(each.path)] == each.path]
    if not related:
        return None
    base = min(related, key=len)
    own = tuple(each for each in edits if each.path[: len(base)] == base)
    return None if any(each.kind == "remove" for each in own) else Fix(own)


def _fix(document: Document, violation: Violation) -> Fix | None:
    """Return a fix that renames the field to the suggested one, if that is not there yet.

    A field with a value is never removed: its author wanted something with it.
    """
    value, parent = document.value(violation.path), document.value(violation.path[:-1])
    if not violation.suggestions:
        is_empty = value in ("", [], {}) and not violation.elsewhere and not violation.known_in
        return remove(violation.path, is_safe=False) if is_empty else None
    name, written = violation.suggestions[0], str(violation.path[-1])
    if not isinstance(parent, dict) or name in parent:
        return None
    is_clear = len(violation.suggestions) == 1 and not is_mistaken(written)
    return rename_to(violation.path, name, is_safe=is_clear)
