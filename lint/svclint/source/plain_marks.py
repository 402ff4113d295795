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
    starts = _starts(texts, int(text.startswith("---\n")), len(texts), 0)
    return Block((starts[0][0], 0), texts, 0, starts, len(texts))


class Block(Node):
    """A collection in block style, whose children are marked when somebody asks for them.

    Findings ask for few paths, and most lines are beside them.
    """

    __slots__ = ("_column", "_end", "_starts", "_texts")

    def __init__(
        self,
        place: Place,
        texts: Sequence[str],
        column: int,
        starts: Sequence[tuple[int, Line]],
        end: int,
    ) -> None:
        """Take the lines of the whole text, and those that this one's children begin at."""
        self.place, self.scalar = place, False
        self._texts, self._column, self._starts, self._end = texts, column, starts, end

    def __getattr__(self, name: str) -> Any:
        """Mark the children, the only attributes that can be missing."""
        if name not in ("children", "items"):
            raise AttributeError(name)
        self.children, self.items = {}, []
        ends = [number for number, _ in self._starts[1:]] + [self._end]
        for (number, line), end in zip(self._starts, ends, strict=True):
            _, behind, key, value = line
            if behind > self._column:
                self.items.append(self._item(number, line, end))
            else:
                place = number, self._column
                self.children[key] = place, self._value(number, value, end)
        return self.items if name == "items" else self.children

    def _item(self, number: int, line: Line, end: int) -> Node:
        at, behind, key, value = line
        if not key:
            return _value(value, self._texts[number], number, behind)
        first = number, (at, 0, key, value)
        starts = _starts(self._texts, number + 1, end, behind, first)
        return Block((number, behind), self._texts, behind, starts, end)

    def _value(self, number: int, value: Any, end: int) -> Node:
        """Mark what stands behind a key, or below it."""
        if value is not DUE:
            line = self._texts[number]
            start = line.index(":", self._column) + 1
            start = len(line) - len(line[start:].lstrip(" "))
            return _value(value, line, number, start)
        for below in range(number + 1, end):
            at = _column(self._texts[below])
            if at >= 0:
                starts = _starts(self._texts, below, end, at)
                return Block((below, at), self._texts, at, starts, end)
        return Node(None, scalar=True)


def _starts(
    texts: Sequence[str], first: int, end: int, column: int, *before: tuple[int, Line]
) -> list[tuple[int, Line]]:
    """Find the lines that the children of a collection begin at, which stand at one column.

    A list in a mapping may stand at the mapping's column; it belongs to the key above.
    """
    found = list(before)
    for number in range(first, end):
        text = texts[number]
        if _column(text) == column:
            line = lines.get(text) or learn(text)
            if not found or (line[1] > 0) is (found[0][1][1] > 0):
                found.append((number, line))
    return found


def _column(text: str) -> int:
    """Give where the text of a line begins; -1 where it holds none."""
    text_itself = text.lstrip(" ")
    return -1 if text_itself[:1] in ("", "#") else len(text) - len(text_itself)


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
