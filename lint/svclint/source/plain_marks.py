"""Positions in plain YAML, many times as fast as libyaml tells them.

Whatever is not surely plain is left to libyaml, as by ``plain_yaml``. A test holds the two equal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from svclint.source.fold import read_plain
from svclint.source.node import Node, Place
from svclint.source.plain_yaml import DUE, PAIR, WORD, Line, learn, lines
from svclint.source.words import names
from svclint.typed import Any


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

    __slots__ = ("_begin", "_column", "_end", "_first", "_is_list", "_marked", "_texts")

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
        self._is_list = first is None and texts[begin][place[1]] == "-"
        self._marked: dict[str | int, tuple[Place | None, Node]] = {}

    def child(self, step: str | int) -> tuple[Place | None, Node] | None:
        """Mark the child at a step, once."""
        found = self._marked.get(step)
        if found is None and isinstance(step, int) is self._is_list:
            found = self._item_at(step) if isinstance(step, int) else self._value_of(step)
            if found is not None:
                self._marked[step] = found
        return found

    def _item_at(self, index: int) -> tuple[Place | None, Node] | None:
        dash = " " * self._column + "-"
        left = index
        for number in range(self._begin, self._end):
            text = self._texts[number]
            if text.startswith(dash):
                if not left:
                    node = self._item(number, lines.get(text) or learn(text))
                    return node.place, node
                left -= 1
        return None

    def _value_of(self, key: str) -> tuple[Place | None, Node] | None:
        found = self._line_of(key)
        return found and ((found[0], self._column), self._value(found[0], found[1][3]))

    def _line_of(self, key: str) -> tuple[int, Line] | None:
        if self._first is not None and self._first[1][2] == key:
            return self._first
        texts, start = self._texts, f"{' ' * self._column}{key}:"
        for number in range(self._begin, self._end):
            if texts[number].startswith(start):
                line = lines.get(texts[number]) or learn(texts[number])
                if line[2] == key:
                    return number, line
                break
        # Some keys stand for other names than they are written with, such as ``on``.
        for number in range(self._begin, self._end):
            line = lines.get(texts[number]) or learn(texts[number])
            if line[:3] == (self._column, 0, key):
                return number, line
        return None

    def _end_of(self, number: int) -> int:
        """Find the line that the next child begins at, behind the one that begins at a line.

        A list in a mapping may stand at the mapping's column; it belongs to the key above.
        """
        column = self._column
        margin = " " * column
        for later in range(number + 1, self._end):
            text = self._texts[later]
            mark = text[column : column + 1]
            if mark not in _NO_CHILD and (mark == "-") is self._is_list and text.startswith(margin):
                return later
        return self._end

    def _item(self, number: int, line: Line) -> Node:
        at, behind, key, value = line
        if not key:
            return _value(value, self._texts[number], number, behind)
        first = number, (at, 0, key, value)
        return Block((number, behind), self._texts, number + 1, self._end_of(number), first)

    def _value(self, number: int, value: Any) -> Node:
        """Mark what stands behind a key, or below it."""
        if value is not DUE:
            line = self._texts[number]
            start = line.index(":", self._column) + 1
            start = len(line) - len(line[start:].lstrip(" "))
            return _value(value, line, number, start)
        end = self._end_of(number)
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
