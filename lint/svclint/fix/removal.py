"""Remove a field or an entry from a text: what stands around it keeps its place."""

from __future__ import annotations

import re

from svclint.fix.lookup import Place, line_start
from svclint.fix.problem import Unfixable

# What may follow a value on its last line.
REST = re.compile(r"[ \t]*(?:[ \t]#[^\n]*)?\r?(?:\n|\Z)")
_COMMA = re.compile(r"\s*,\s*\Z")


def removal(place: Place, text: str) -> tuple[int, int]:
    """Say from where to where a text is to be deleted. Raises ``Unfixable``."""
    return _in_flow(place, text) if place.parent.is_flow else _in_block(place, text)


def _in_block(place: Place, text: str) -> tuple[int, int]:
    """Delete whole lines, with a comment on the last; or what follows a dash, up to what remains.

    Comments on lines of their own stay.
    """
    start, end = place.key.start, max(place.value.end, place.key.end)
    if place.parent.kind == "list":
        start = text.rfind("-", 0, start)
        if start < 0 or text[start + 1 : place.key.start].strip():
            raise Unfixable("its dash is not beside it")
    rest = REST.match(text, end)
    if rest is None:
        raise Unfixable("something else follows on its line")
    line = line_start(text, start)
    if not text[line:start].strip(" "):
        if rest.end() == len(text) and not text.endswith("\n"):
            # The file ends without a newline, and shall do so again.
            line -= len(text[:line]) - len(text[:line].rstrip("\r\n"))
        return line, rest.end()
    is_after_dash = text[line:start].strip(" \t") == "-"
    if place.parent.kind == "list" or not is_after_dash or place.number:
        raise Unfixable("something else precedes it on its line")
    following = len(text) - len(text[rest.end() :].lstrip())
    return start, following


def _in_flow(place: Place, text: str) -> tuple[int, int]:
    """Delete it with one of the commas around it, and its line where it has one for itself."""
    siblings, number = place.siblings, place.number
    start, end = place.key.start, max(place.value.end, place.key.end)
    if number + 1 < len(siblings):
        following = siblings[number + 1][0].start
        _must_be_comma(text[end:following])
        line = line_start(text, start)
        newline = text.find("\n", end, following)
        if newline >= 0 and not text[line:start].strip():
            return line, newline + 1
        return start, following
    if number:
        key, value = siblings[number - 1]
        before = max(key.end, value.end)
        _must_be_comma(text[before:start])
        return before, end
    raise Unfixable("nothing would be left of what holds it")


def _must_be_comma(between: str) -> None:
    if not _COMMA.match(between):
        raise Unfixable("a comment stands beside it")
