"""libyaml's events of a text, and its errors as problems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from yaml import CBaseLoader, MarkedYAMLError, YAMLError
from yaml.events import ScalarEvent
from yaml.reader import ReaderError

from svclint.source.parse_result import ParseError, Problem

_BYTE_ORDER_MARK = "\ufeff"
# Characters for private use, with as many bytes.
_STAND_INS = range(0xE000, 0xF900)
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TAB_IN_INDENTATION = "line is indented with a tab; YAML allows only spaces"
_CONFLICT = re.compile("^(?:<{7} .*|={7}|>{7} .*)$", re.MULTILINE)
_CONFLICT_REMEDY = "resolve the conflict, and remove the lines with <<<<<<<, ======= and >>>>>>>"
# The first line with content, if it is a command that reads what follows: ``kubectl … <<EOF``.
_HERE_DOCUMENT = re.compile(
    r"(?:[ \t]*(?:#[^\n]*)?\n)*"
    r"(?P<command>[^\s#:][^\n:]*<<-?[ \t]*[\"']?(?P<end>[A-Za-z_]\w*)[^\n]*)"
)


def events(text: str) -> Iterator[Any]:
    """Yield the events of a text as PyYAML makes them. Raises ``YAMLError``.

    They are ``Any`` because PyYAML declares their marks optional; a parser always sets them.
    """
    if text.find(_BYTE_ORDER_MARK, 1) < 0:
        return iter(CBaseLoader(text).get_event, None)
    return _events_with_byte_order_marks(text)


def _events_with_byte_order_marks(text: str) -> Iterator[Any]:
    """Read a byte-order mark inside of a text as a letter, as kubectl and kustomize do.

    libyaml skips it at the beginning of a line, and then takes the line to be indented.
    """
    stand_in = _character_not_in(text)
    replaced = text[0] + text[1:].replace(_BYTE_ORDER_MARK, stand_in)
    for event in iter(CBaseLoader(replaced).get_event, None):
        if isinstance(event, ScalarEvent):
            event.value = event.value.replace(stand_in, _BYTE_ORDER_MARK)
        yield event


def _character_not_in(text: str) -> str:
    """Return a character that a text does not contain, neither as it is nor escaped.

    The first one if there is none: only a text that is made for it contains them all.
    """
    codes = set(map(ord, set(text)))
    codes.update(int(short or long, 16) for short, long in _ESCAPED.findall(text))
    return chr(next((code for code in _STAND_INS if code not in codes), _STAND_INS[0]))


def parse_error_at(mark: Any, message: str) -> ParseError:
    """Return an error at one of libyaml's marks."""
    return ParseError(Problem("syntax", message, mark.line + 1, mark.column + 1))


def problem_of(error: YAMLError, text: str) -> Problem:
    """Convert an error of libyaml."""
    conflict = _CONFLICT.search(text)
    if conflict is not None:
        line = text.count("\n", 0, conflict.start()) + 1
        message = f"{conflict[0][:60].strip()!r} is the marker of a merge conflict"
        return Problem("syntax", message, line, 1, remedy=_CONFLICT_REMEDY)
    command = _HERE_DOCUMENT.match(text)
    if command is not None:
        return _shell_command(command)
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        return Problem("syntax", _message(error, text), line + 1, column + 1)
    reason, position = "cannot be read", 0
    if isinstance(error, ReaderError):
        # Its own position counts bytes.
        position = max(text.find(chr(error.character)), 0)
        reason = f"{error.reason} (U+{error.character:04X})"
    before = text[:position]
    return Problem("syntax", reason, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _shell_command(found: re.Match[str]) -> Problem:
    shown, line = found["command"][:60].strip(), found.string.count("\n", 0, found.start("command"))
    message = f"{shown!r} is a shell command, not YAML"
    remedy = f"remove the command, and the line {found['end']} that ends its here-document"
    return Problem("syntax", message, line + 1, 1, remedy=remedy)


def _message(error: MarkedYAMLError, text: str) -> str:
    mark = error.problem_mark
    if mark is not None and error.problem == "found character that cannot start any token":
        # libyaml does not count a byte order mark.
        before = text.removeprefix("\ufeff")[: mark.index + 1]
        if before.endswith("\t") and not before[mark.index - mark.column :].strip():
            return _TAB_IN_INDENTATION
    return " ".join(part for part in (error.problem, error.context) if part)
