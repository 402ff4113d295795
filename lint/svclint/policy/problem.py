"""Problems of policies, with their place in the file down to the column in an expression."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from svclint.model import Location, Path, Report, ServerAnswer, Severity, server_spell
from svclint.source import Document

INVALID, TYPO, UNBOUND, MISSING = (
    "policy-invalid",
    "policy-typo",
    "policy-unbound",
    "policy-missing",
)

_PROPERTIES = re.compile(r"(?:[&!][^\s\[\]{},]*\s+)*")
_HEADER = re.compile(r"[|>][-+0-9]*[^\n]*\n?")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\n|.)", re.DOTALL)
_BLANK_ESCAPES = ("\\n", "\\t", "\\r", "\\ ", "\\_", "\\N", "\\L", "\\P", "\\\n")


class Problem(NamedTuple):
    """A problem of a policy, a binding or a short policy, and its place.

    ``at`` is an offset in code points into the text at ``path``, ``None`` for the whole value.
    """

    rule: str
    document: Document
    path: Path
    message: str
    severity: Severity = Severity.ERROR
    server: ServerAnswer | None = None
    at: int | None = None
    remedy: str = ""
    at_key: bool = False

    @property
    def location(self) -> Location:
        """The place in the file: inside the YAML scalar, if the problem has an offset."""
        if self.at is None:
            return self.document.locate(self.path, at_key=self.at_key)[0]
        return place_in_text(self.document, self.path, self.at)

    def report(self, remedy: str) -> Report:
        """Return what a rule says of the problem, with ``remedy`` if it has none of its own."""
        return Report(
            self.path, self.message, self.remedy or remedy, self.server, severity=self.severity
        )


def refused(document: Document, path: Path, reason: str, text: str) -> Problem:
    """Return the problem of a value that the server refuses, with the reason and its text."""
    answer = ServerAnswer("reject", reason, server_spell(path))
    return Problem(INVALID, document, path, text, server=answer)


def invalid(document: Document, path: Path, value: Any, why: str) -> Problem:
    """Return the problem of an invalid value."""
    shown = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return refused(document, path, "FieldValueInvalid", f"Invalid value: {shown}: {why}")


def required(document: Document, path: Path, why: str = "") -> Problem:
    """Return the problem of a missing value."""
    text = f"Required value: {why}" if why else "Required value"
    return refused(document, path, "FieldValueRequired", text)


def unsupported(document: Document, path: Path, value: Any, supported: tuple[str, ...]) -> Problem:
    """Return the problem of a value that is not among the supported ones."""
    listed = ", ".join(f'"{each}"' for each in sorted(supported))
    shown = json.dumps(value, ensure_ascii=False)
    text = f"Unsupported value: {shown}: supported values: {listed}"
    return refused(document, path, "FieldValueNotSupported", text)


def duplicate(document: Document, path: Path, value: Any) -> Problem:
    """Return the problem of a duplicate value."""
    shown = json.dumps(value, ensure_ascii=False)
    return refused(document, path, "FieldValueDuplicate", f"Duplicate value: {shown}")


def place_in_text(document: Document, path: Path, at: int) -> Location:
    """Return the place of an offset into a text in the file, whatever the style of the scalar.

    YAML folds white space, and expressions ignore it, so that only visible characters are
    counted.
    """
    start, is_exact = document.locate(path)
    value = document.value(path)
    if not is_exact or not isinstance(value, str):
        return start
    ahead = sum(not character.isspace() for character in value[:at])
    chunk = document.chunk
    lines = chunk.text.split("\n")
    row = start.line - chunk.first_line
    column = start.column - 1 - (0 if row else chunk.column)
    if not 0 <= row < len(lines):
        return start
    offset = sum(len(line) + 1 for line in lines[:row]) + column
    found = _skip(chunk.text, offset, ahead)
    line = chunk.text.count("\n", 0, found)
    return chunk.place(line + 1, found - (chunk.text.rfind("\n", 0, found) + 1) + 1)


def _skip(text: str, offset: int, ahead: int) -> int:
    """Return the offset of a visible character, after ``ahead`` others, of a scalar."""
    match = _PROPERTIES.match(text, offset)
    offset = match.end() if match else offset
    quote = text[offset : offset + 1]
    if quote in ("|", ">"):
        header = _HEADER.match(text, offset)
        offset = header.end() if header else offset
    elif quote in ("'", '"'):
        offset += 1
    else:
        quote = ""
    while offset < len(text):
        width, is_blank = _width(text, offset, quote)
        if not is_blank:
            if not ahead:
                return offset
            ahead -= 1
        offset += width
    return len(text) - 1


def _width(text: str, offset: int, quote: str) -> tuple[int, bool]:
    """Return the length of a character in the source, and whether it is white space."""
    if quote == "'" and text.startswith("''", offset):
        return 2, False
    if quote == '"' and text[offset] == "\\":
        escape = _ESCAPE.match(text, offset)
        if escape is not None:
            return len(escape.group()), escape.group() in _BLANK_ESCAPES
    return 1, text[offset].isspace()
