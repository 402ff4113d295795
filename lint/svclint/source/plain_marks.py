"""Positions in plain YAML, many times as fast as libyaml tells them.

Whatever is not surely plain is left to libyaml, as by ``plain_yaml``. A test holds the two equal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from svclint.source.fold import read_plain
from svclint.source.node import Node, Place
from svclint.source.plain_yaml import DUE, PAIR, WORD, Line, learn, lines
from svclint.source.words import names


def plain_tree(text: str) -> Node | None:
    """Mark every node of a text whose top is a mapping; ``None`` where libyaml must see to it."""
    if read_plain(text) is None:
        return None
    texts = text.split("\n")
    # Where a document begins is no line of it.
    first = _first(texts, int(text.startswith("---\n")), len(texts))
    return Block((first, 0), texts, first, len(texts))


class Block(Node):
    """A collection in block style, whose children are marked when somebody asks for them.

    Findings ask for few paths, and most lines are beside them.
    """

    __slots__ = ("_begin", "_begun", "_column", "_end", "_first", "_marked", "_texts")

    def __init__(
        self,
        place: Place,
        texts: Sequence[str],
        begin: int,
        end: int,
        first: tuple[int, Line] | None = None,
    ) -> None:
        """Take the lines of the whole text, and which of them, by number, are this one's.

        ``first`` is what else its first child begins at: the rest of a line behind a dash.
        """
        self.place, self._column, self.scalar = place, place[1], False
        self._texts, self._begin, self._end, self._first = texts, begin, end, first
        # Where children begin and end, by number of line, and those of them that are marked.
        self._begun: dict[str | int, tuple[int, int]] | None = None
        self._marked: dict[str | int, tuple[Place | None, Node]] = {}

    def child(self, step: str | int) -> tuple[Place | None, Node] | None:
        """Mark the child at a step, once."""
        found = self._marked.get(step)
        if found is None:
            if self._begun is None:
                self._begun = self._starts()
            if step in self._begun:
                found = self._marked[step] = self._child(*self._begun[step])
        return found

    def _starts(self) -> dict[str | int, tuple[int, int]]:
        """Find the lines that the children begin at, which stand at one column.

        A list in a mapping may stand at the mapping's column; it belongs to the key above.
        """
        texts, column = self._texts, self._column
        margin = " " * column
        keys = [self._first[1][2]] if self._first else []
        numbers = [self._first[0]] if self._first else []
        is_list: bool | None = False if keys else None
        for number in range(self._begin, self._end):
            text = texts[number]
            mark = text[column : column + 1]
            if mark in _NO_CHILD or not text.startswith(margin):
                continue
            if is_list is None:
                is_list = mark == "-"
            if (mark == "-") is is_list:
                numbers.append(number)
                keys.append("" if is_list else names[text[column : text.index(":", column)]])
        ends = [*numbers[1:], self._end]
        steps = range(len(numbers)) if is_list else keys
        return dict(zip(steps, zip(numbers, ends, strict=True), strict=True))

    def _child(self, number: int, end: int) -> tuple[Place | None, Node]:
        text = self._texts[number]
        if self._first is not None and number < self._begin:
            line = self._first[1]
        else:
            line = lines.get(text) or learn(text)
        if line[1] > self._column:
            node = self._item(number, line, end)
            return node.place, node
        return (number, self._column), self._value(number, line[3], end)

    def _item(self, number: int, line: Line, end: int) -> Node:
        at, behind, key, value = line
        if not key:
            return _value(value, self._texts[number], number, behind)
        first = number, (at, 0, key, value)
        return Block((number, behind), self._texts, number + 1, end, first)

    def _value(self, number: int, value: Any, end: int) -> Node:
        """Mark what stands behind a key, or below it."""
        if value is not DUE:
            line = self._texts[number]
            start = line.index(":", self._column) + 1
            start = len(line) - len(line[start:].lstrip(" "))
            return _value(value, line, number, start)
        below = _first(self._texts, number + 1, end)
        if below == end:
            return Node(None, scalar=True)
        text = self._texts[below]
        return Block((below, len(text) - len(text.lstrip(" "))), self._texts, below, end)


# What stands where a line begins that begins no child: a deeper one, a comment, nothing.
_NO_CHILD = frozenset((" ", "#", ""))


def _first(texts: Sequence[str], begin: int, end: int) -> int:
    """Find the first line that holds more than a comment."""
    for number in range(begin, end):
        if texts[number].lstrip(" ")[:1] not in ("", "#"):
            return number
    return end


def _value(value: object, line: str, number: int, start: int) -> Node:
    """Mark a value on one line: a scalar, or a collection in flow style."""
    node = Node((number, start), scalar=value.__class__ not in (dict, list))
    if isinstance(value, list):
        for word in re.compile(WORD).finditer(line, start):
            node.items.append(Node((number, word.start()), scalar=True))
    elif isinstance(value, dict):
        for pair in re.compile(PAIR).finditer(line, start):
            its_value = Node((number, pair.start(2)), scalar=True)
            node.children[names[pair[1]]] = (number, pair.start(1)), its_value
    return node
