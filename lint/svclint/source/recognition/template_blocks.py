"""The blocks of a template that may span several documents: conditions, loops, definitions.

A document outside of all blocks is rendered as it is written. Sources: text/template of Go, the
template designer documentation of Jinja, and https://carvel.dev/ytt/docs (language reference).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple


class Lines:
    """Ranges of lines, from 1, each with its first and last one."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(ranges)
        self._firsts = [first for first, _ in ordered]
        # The last line of those that begin no later.
        self._lasts = list(accumulate((last for _, last in ordered), max))

    def meet(self, first: int, last: int) -> bool:
        """Return whether any of the ranges has a line in common with another one."""
        number = bisect_right(self._firsts, last)
        return number > 0 and self._lasts[number - 1] >= first


class _Mark(NamedTuple):
    """A mark of a template engine: its place in the text, and by how much it changes the depth."""

    start: int
    end: int
    change: int


# What a mark contains at its beginning, without blanks and the signs that trim them.
_TRIM = " \t\r\n-~+"
_BRACES_OPEN = re.compile(r"(?:if|with|range|block|define)\b|[#^]")
_BRACES_CLOSE = re.compile(r"end\b|/(?!\*)")
_WORD = re.compile(r"[A-Za-z_]*")
_ERB_OPEN = re.compile(r"(?:if|unless|case|while|until|for|begin)\b|.*?(?:\bdo\b|\{)", re.DOTALL)
_ERB_CLOSE = re.compile(r"end\b|\}")
_YTT_OPEN = re.compile(r"(?:if|for|def|while)\b(?!/end)")
_YTT_CLOSE = re.compile(r"end\b")


def blocks_of(text: str, *, is_ytt: bool) -> Lines | None:
    """Return the blocks and the marks of several lines; ``None`` if a block is not closed."""
    found: list[tuple[int, int]] = []
    ways = [_of_braces(text), _of_words(text, "{%", "%}"), _of_words(text, "%{", "}")]
    ways += [_of_erb(text), _comments(text)]
    if is_ytt:
        ways.append(_of_ytt(text))
    for marks in ways:
        blocks = _outermost(marks)
        if blocks is None:
            return None
        found += blocks
    ends = list(accumulate(len(line) + 1 for line in text.split("\n")))

    def line_at(offset: int) -> int:
        return bisect_right(ends, offset) + 1

    lines = [(line_at(start), line_at(end - 1)) for start, end in found]
    return Lines((first, last) for first, last in lines if first < last)


def _outermost(marks: Iterable[_Mark]) -> list[tuple[int, int]] | None:
    """Return the range of each outermost block, and of each mark outside of them."""
    found: list[tuple[int, int]] = []
    depth = begin = 0
    for start, end, change in marks:
        if depth == 0:
            begin = start
        depth += change
        if depth < 0:
            return None
        if depth == 0:
            found.append((begin, end))
    return None if depth else found


def _insides(text: str, begin: str, end: str) -> Iterator[tuple[int, int, str]]:
    """Yield the place of each mark, and what is inside of it; one that is not closed ends all."""
    at = text.find(begin)
    while at >= 0:
        inside = at + len(begin)
        while text[inside : inside + 1] in ("-", " ", "~"):
            inside += 1
        # A comment of Go may contain marks.
        is_comment = begin == "{{" and text.startswith("/*", inside)
        closed = text.find("*/", inside + 2) if is_comment else inside
        closed = text.find(end, closed) if closed >= 0 else -1
        if closed < 0:
            return
        yield at, closed + len(end), text[inside:closed].strip(_TRIM)
        at = text.find(begin, closed + len(end))


def _of_braces(text: str) -> Iterator[_Mark]:
    for start, end, inside in _insides(text, "{{", "}}"):
        change = bool(_BRACES_OPEN.match(inside)) - bool(_BRACES_CLOSE.match(inside))
        yield _Mark(start, end, change)


def _of_words(text: str, begin: str, end: str) -> Iterator[_Mark]:
    """Yield the marks of Jinja, Liquid or Terraform: a word opens a block that ``end…`` closes."""
    found = [(*each, _word(each[2])) for each in _insides(text, begin, end)]
    closing = {word for *_, word in found if word.startswith("end")}
    for start, stop, inside, word in found:
        # Jinja's `set` with a value has no end.
        is_open = f"end{word}" in closing and not (word == "set" and "=" in inside)
        yield _Mark(start, stop, is_open - (word in closing))


def _word(inside: str) -> str:
    found = _WORD.match(inside)
    return found[0] if found else ""


def _comments(text: str) -> Iterator[_Mark]:
    return (_Mark(start, end, 0) for start, end, _ in _insides(text, "{#", "#}"))


def _of_erb(text: str) -> Iterator[_Mark]:
    for start, end, inside in _insides(text, "<%", "%>"):
        if not inside.startswith(("=", "#", "%")):
            change = bool(_ERB_OPEN.match(inside)) - bool(_ERB_CLOSE.match(inside))
            yield _Mark(start, end, change)


def _of_ytt(text: str) -> Iterator[_Mark]:
    at = 0
    for line in text.split("\n"):
        inside = line.strip()
        if inside.startswith("#@"):
            inside = inside[2:].strip()
            is_open = _YTT_OPEN.match(inside) is not None and inside.endswith(":")
            yield _Mark(at, at + len(line), is_open - bool(_YTT_CLOSE.match(inside)))
        at += len(line) + 1
