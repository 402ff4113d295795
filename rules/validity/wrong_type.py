"""A value of the wrong type cannot be decoded, and the server judges nothing else then."""

from __future__ import annotations

from collections.abc import Iterator

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
        _remedy(violation),
        reason="BadRequest",
    )


def _remedy(violation: Violation) -> str:
    is_scalar = violation.found.startswith(("the number", "true", "false"))
    if violation.expected == "a string" and is_scalar:
        return "put it into quotes"
    if "integer" in violation.expected and violation.found.startswith("the string"):
        return "write the number without quotes"
    return f"write {violation.expected}"
