"""A value has the wrong type for its field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from svclint.kubernetes.schema import Violation
from svclint.model import Edit, Fix, Report, Severity, refused, set_to
from svclint.rule import schema_rule
from svclint.source import Document

# Mappings with free text as values; in other fields, a quoted number is rarely a valid value.
_FREE_TEXTS = ("labels", "annotations", "selector")
_NAMES = ("name", "namespace")


@schema_rule("wrong-type", Severity.ERROR, since="0.1")
def rule(document: Document, violation: Violation) -> Iterator[Report]:
    """A value has the wrong type for its field."""
    if violation.kind in ("unknown", "api version"):
        return
    report = refused(
        violation.path,
        violation.message,
        violation.remedy(document.value(violation.path)),
        reason="BadRequest",
        fix=_fix(violation, document.value(violation.path)),
    )
    # Quotes in the template may decide the type.
    is_plain = violation.expected == "a string"
    yield report._replace(edited_at="quotes" if is_plain else "type")


def _fix(violation: Violation, value: Any) -> Fix | None:
    """Return a fix that writes the value as the expected type, if the conversion is unambiguous."""
    path, wanted = violation.path, violation.expected
    is_free = path[-1] in _NAMES or (len(path) > 1 and path[-2] in _FREE_TEXTS)
    if wanted == "a string" and is_free and isinstance(value, (bool, int, float)):
        return Fix((Edit("quote", path),))
    if isinstance(value, str):
        text = value.strip()
        if "integer" in wanted and text.isascii() and text.isdigit() and len(text) < 10:
            return set_to(path, int(text))
        if wanted == "true or false" and text.lower() in ("true", "false"):
            return set_to(path, text.lower() == "true")
    is_entry = isinstance(value, str) if "string" in wanted else isinstance(value, dict)
    return Fix((Edit("wrap", path),)) if wanted.startswith("a list") and is_entry else None
