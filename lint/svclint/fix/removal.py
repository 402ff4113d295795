"""Remove a field or list entry from a text; everything around it keeps its place."""

from __future__ import annotations

import re

from svclint.fix.errors import UnfixableError
from svclint.fix.locate import Place, line_start

# Blanks and a comment may follow a value on its last line.
REST = re.compile(r"[ \t]*(?:[ \t]#[^\n]*)?\r?(?:\n|\Z)")
_COMMA = re.compile(r"\s*,\s*\Z")


def removal_span(place: Place, text: str) -> tuple[int, int]:
    """Return start and end of the text to delete. Raises ``UnfixableError``."""
    return _in_flow(place, text) if place.parent.is_flow else _in_block(place, text)


def _in_block(place: Place, text: str) -> tuple[int, int]:
    """Delete whole lines, with a comment on the last; after a dash, up to the next field.

    Comments on lines of their own stay.
    """
    start, end = place.key.start, max(place.value.end, place.key.end)
    if place.parent.kind == "list":
        start = text.rfind("-", 0, start)
        if start < 0 or text[start + 1 : place.key.start].strip():
            raise UnfixableError("something stands between its dash and it")
    rest = REST.match(text, end)
    if rest is None:
        raise UnfixableError("something else follows on the same line")
    line = line_start(text, start)
    if not text[line:start].strip(" "):
        if rest.end() == len(text) and not text.endswith("\n"):
            # A file without a newline at its end stays without one.
            line -= len(text[:line]) - len(text[:line].rstrip("\r\n"))
        return line, rest.end()
    is_after_dash = text[line:start].strip(" \t") == "-"
    if place.parent.kind == "list" or not is_after_dash or place.number:
        raise UnfixableError("something else precedes it on the same line")
    following = len(text) - len(text[rest.end() :].lstrip())
    return start, following


def _in_flow(place: Place, text: str) -> tuple[int, int]:
    """Delete it with one of the commas around it, and the line if it is alone on it."""
    siblings, number = place.siblings, place.number
    start, end = place.key.start, max(place.value.end, place.key.end)
    if number + 1 < len(siblings):
        following = siblings[number + 1][0].start
        _check_comma(text[end:following])
        line = line_start(text, start)
        newline = text.find("\n", end, following)
        if newline >= 0 and not text[line:start].strip():
            return line, newline + 1
        return start, following
    if number:
        key, value = siblings[number - 1]
        before = max(key.end, value.end)
        _check_comma(text[before:start])
        return before, end
    raise UnfixableError("its parent would be left empty")


def _check_comma(between: str) -> None:
    if not _COMMA.match(between):
        raise UnfixableError("a comment is next to it")
