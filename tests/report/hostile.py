"""Results in which every text is hostile."""

from __future__ import annotations

from svclint.model import Finding, Location, ObjectName, ServerAnswer, Severity
from svclint.report.result import Result
from svclint.source.files import ReadError

from tests.report.runs import HOSTILE


def hostile_result() -> Result:
    """Return a finding per hostile text, which is its file, object, field, message and remedy."""
    findings = [_finding(text, number) for number, text in enumerate(HOSTILE, 1)]
    errors = [ReadError(file_name(text), text) for text in HOSTILE]
    return Result(findings, errors, [f.location.file for f in findings], {"Service": len(findings)})


def file_name(text: str) -> str:
    """Return a valid file name: no NUL, and only surrogates that stand for bytes."""
    return f"{text}.yaml".replace("\0", "").replace("\ud800", "\udcff")


def _finding(text: str, number: int) -> Finding:
    place = Location(file_name(text), number, 3)
    return Finding(
        location=place,
        rule="hostile-rule",
        severity=Severity(number % 3 + 1),
        field=f".{text}",
        message=f"{text} is what it says",
        remedy=f"write {text}",
        object=ObjectName("v1", "Service", text, text),
        server=ServerAnswer("reject", "FieldValueInvalid", text),
        group="policy",
        related=(place,),
        excerpt=f"  name: {text}",
    )
