"""Marks in the output of a template: where each piece of the output comes from.

A mark is a private character, a number, and a second private character. The number counts the
places of all templates. A text mark begins a line of text; an opening and a closing mark enclose
what an action prints.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

_TEXT, _OPEN, _CLOSE, _END = "\U000f5c00", "\U000f5c01", "\U000f5c02", "\U000f5c03"
_MARK = re.compile(f"([{_TEXT}{_OPEN}{_CLOSE}])([0-9]{{1,9}}){_END}")
_PRIVATE = re.compile(f"[{_TEXT}-{_END}]")
# What Go prints for a missing value, and Helm removes from the output of each file.
_NO_VALUE = "<no value>"

# The places through which a piece of output came, the outermost first.
Stack = tuple[int, ...]


class MarkError(ValueError):
    """Marks that are not nested as they were written: a template has cut its output."""


class Place(NamedTuple):
    """A line of text or an action of a template; ``code`` is empty for a text.

    ``file`` is the path in the copy of the chart; line and column count from 1.
    """

    file: str
    line: int
    column: int
    code: str = ""


def text_mark(number: int) -> str:
    """Return the mark in front of a line of text."""
    return f"{_TEXT}{number}{_END}"


def opening_mark(number: int) -> str:
    """Return the mark in front of what an action prints."""
    return f"{_OPEN}{number}{_END}"


def closing_mark(number: int) -> str:
    """Return the mark after what an action prints."""
    return f"{_CLOSE}{number}{_END}"


def has_private_characters(text: str) -> bool:
    """Return whether a text contains a character that is reserved for marks."""
    return _PRIVATE.search(text) is not None


class MarkedText:
    """A text without its marks, and the stack of each of its characters."""

    def __init__(self, marked: str, number_of_places: int) -> None:
        """Strip the marks, whose numbers are below the number of places. Raises ``MarkError``."""
        marked = marked.replace(_NO_VALUE, "")
        self._starts: list[int] = [0]
        self._stacks: list[Stack] = [()]
        texts: list[str] = []
        open_actions: Stack = ()
        length = at = 0
        for mark in _MARK.finditer(marked):
            texts.append(marked[at : mark.start()])
            length += mark.start() - at
            at = mark.end()
            number = int(mark[2])
            if number >= number_of_places:
                raise MarkError("a mark stands for no place")
            if mark[1] == _CLOSE:
                if open_actions[-1:] != (number,):
                    raise MarkError("a template has cut the output of another")
                open_actions = stack = open_actions[:-1]
            elif mark[1] == _OPEN:
                open_actions = stack = (*open_actions, number)
            else:
                stack = (*open_actions, number)
            self._starts.append(length)
            self._stacks.append(stack)
        texts.append(marked[at:])
        self.text = "".join(texts)
        if open_actions or has_private_characters(self.text):
            raise MarkError("a template has cut the output of another")

    def stack_at(self, offset: int) -> tuple[Stack, int]:
        """Return the stack of a character, and the number of characters since its mark."""
        index = bisect_right(self._starts, offset) - 1
        return self._stacks[index], offset - self._starts[index]

    def stacks_between(self, start: int, end: int) -> list[Stack]:
        """Return the stacks of a range of characters, in order."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, max(start, end - 1)) - 1
        return self._stacks[first : last + 1]

    def empty_stacks_between(self, start: int, end: int) -> list[Stack]:
        """Return the stacks that stand for no character, in a range and at its edges."""
        # Helm takes spaces from the end of a document.
        while self.text[end : end + 1] == " ":
            end += 1
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, end)
        return [
            self._stacks[index]
            for index in range(first, min(last, len(self._starts) - 1))
            if self._starts[index] == self._starts[index + 1]
        ]
