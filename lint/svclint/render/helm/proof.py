"""Find the documents of Helm's output in what the templates print, byte for byte or by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

from svclint.render.helm.marks import MarkedText, Stack

_SOURCE = re.compile(r"^---[ \t]*\n# Source: ([^\n]+)$", re.MULTILINE)
_HEAD = re.compile(r"\s*(?:---[ \t]*\n)?(?:# Source: [^\n]+(?:\n|$))?\s*")
_KEY = re.compile(r"\s*(?:- )*[^\s:]+:(?=\s)")
# A document of fewer equal lines than this share is another one.
_LEAST_SHARE = 0.6
# The comparison of lines takes time with the square of their number.
_MOST_LINES = 3000


class RenderedText(NamedTuple):
    """The text of a document in Helm's output: its template's name, and where its text begins."""

    template: str
    text: str
    start: int


class Match:
    """A document that has been found in the output of its template.

    ``is_exact`` where each byte is the same.
    """

    def __init__(self, output: MarkedText, start: int, lines: dict[int, int] | None) -> None:
        self._output, self._start, self._lines = output, start, lines
        self.is_exact = lines is None

    def stack(self, document: RenderedText, offset: int) -> tuple[Stack, int] | None:
        """Return the stack of a character of the document, and its distance from its mark."""
        at = self._offset(document, offset)
        return None if at is None else self._output.stack_at(at)

    def lines_before(self, document: RenderedText, offset: int, distance: int) -> int:
        """Return how many lines end in so many characters before one of the document."""
        at = self._offset(document, offset) or 0
        return self._output.text.count("\n", max(0, at - distance), at)

    def stacks(self, document: RenderedText, start: int, end: int) -> list[Stack]:
        """Return the stacks of a range of characters of one line."""
        at = self._offset(document, start)
        return [] if at is None else self._output.stacks_between(at, at + end - start)

    def empty_stacks(self, document: RenderedText, start: int, end: int) -> list[Stack]:
        """Return the stacks of what prints nothing in a range of one line, and at its edges."""
        at = self._offset(document, start)
        return [] if at is None else self._output.empty_stacks_between(at, at + end - start)

    def _offset(self, document: RenderedText, offset: int) -> int | None:
        if self._lines is None:
            return self._start + offset
        begin = document.text.rfind("\n", 0, offset) + 1
        line = self._lines.get(begin)
        return None if line is None else line + offset - begin


def template_names(raw: str) -> list[tuple[int, str]]:
    """Return the lines of Helm's output, from 1, that name a template, each with the name."""
    found = []
    line = at = 0
    for match in _SOURCE.finditer(raw):
        line += raw.count("\n", at, match.start(1))
        at = match.start(1)
        found.append((line + 1, match[1].strip()))
    return found


def rendered_text(template: str, text: str) -> RenderedText:
    """Return a document of Helm's output without the comment that names its template."""
    head = _HEAD.match(text)
    start = head.end() if head else 0
    return RenderedText(template, text[start:].rstrip(), start)


class PrintedDocuments:
    """The documents in the output of one template."""

    def __init__(self, output: MarkedText) -> None:
        self._output = output
        self._starts: dict[str, list[int]] = {}
        for start, text in split_manifests(output.text):
            self._starts.setdefault(text, []).append(start)
        self._lines: dict[str, frozenset[str]] = {}

    def match(self, document: RenderedText, occurrence: int) -> Match | None:
        """Return where the template prints a document; ``occurrence`` counts equal ones before it.

        Where no document is equal, lines are compared with those of the most similar one.
        """
        equal = self._starts.get(document.text)
        if equal:
            return Match(self._output, equal[min(occurrence, len(equal) - 1)], None)
        if not self._starts:
            return None
        if not self._lines:
            self._lines = {text: frozenset(text.split("\n")) for text in self._starts}
        ours = document.text.split("\n")
        similar = max(self._lines, key=lambda text: len(self._lines[text].intersection(ours)))
        lines = _equal_lines(ours, similar.split("\n"), self._starts[similar][0])
        is_similar = len(lines) >= _LEAST_SHARE * len(ours)
        return Match(self._output, 0, lines) if is_similar else None


def split_manifests(text: str) -> list[tuple[int, str]]:
    """Return the documents in the output of a template, and where each begins.

    Source: ``SplitManifests`` of Helm's ``release/util``.
    """
    found: list[tuple[int, str]] = []
    at = 3 if text.startswith("---") else 0
    while at < len(text):
        end = text.find("\n---", at)
        piece = text[at : len(text) if end < 0 else end]
        if piece.strip():
            found.append((at + len(piece) - len(piece.lstrip()), piece.strip()))
        at = len(text) if end < 0 else end + 4
    return found


def _equal_lines(
    our_lines: Sequence[str], their_lines: Sequence[str], start: int
) -> dict[int, int]:
    """Return where each of our lines begins in the output; other values of one key are equal."""
    if max(len(our_lines), len(their_lines)) > _MOST_LINES:
        return {}
    our_starts, their_starts = _starts(our_lines), _starts(their_lines)
    found: dict[int, int] = {}
    matcher = SequenceMatcher(None, our_lines, their_lines)
    for tag, first, last, other, other_last in matcher.get_opcodes():
        if tag not in ("equal", "replace") or last - first != other_last - other:
            continue
        for index in range(last - first):
            our_line, their_line = our_lines[first + index], their_lines[other + index]
            if tag == "equal" or _is_same_key(our_line, their_line):
                found[our_starts[first + index]] = start + their_starts[other + index]
    return found


def _is_same_key(ours: str, theirs: str) -> bool:
    key = _KEY.match(ours)
    return key is not None and theirs.startswith(key[0])


def _starts(lines: Sequence[str]) -> list[int]:
    return list(accumulate((len(line) + 1 for line in lines), initial=0))
