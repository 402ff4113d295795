"""A value has a type that its field cannot hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from svclint.model import Report, Severity, refused, spell
from svclint.rule import schema_rule
from svclint.schema import Violation
from svclint.source import Document


@schema_rule("wrong-type", Severity.ERROR, since="0.1")
def rule(document: Document, violation: Violation) -> Iterator[Report]:
    """A value has a type that its field cannot hold."""
    if violation.kind == "unknown":
        return
    yield refused(
        violation.path,
        f"{spell(violation.path) or 'the object'} is {violation.found}, not {violation.expected}",
        _remedy(violation, document.value(violation.path)),
        reason="BadRequest",
    )


def _remedy(violation: Violation, value: Any) -> str:
    if violation.expected == "a string" and isinstance(value, (bool, int, float)):
        return "put it into quotes"
    if "integer" in violation.expected and isinstance(value, str) and value.strip().isdigit():
        return "write the number without quotes"
    if violation.expected == "true or false" and isinstance(value, str):
        return "write true or false without quotes"
    return f"write {violation.expected}"
