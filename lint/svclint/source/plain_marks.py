"""Positions in plain YAML, several times as fast as libyaml tells them.

Whatever is not surely plain is left to libyaml, as by ``plain_yaml``. A test holds the two equal.
"""

from __future__ import annotations

import re

from svclint.source.node import Node, Place
from svclint.source.plain_yaml import DUE, LONGEST, PAIR, WORD, DoubtError, learn, lines
from svclint.source.scalars import ScalarError
from svclint.source.words import names


def plain_tree(text: str) -> Node | None:
    """Mark every node of a text whose top is a mapping; ``None`` where libyaml must see to it."""
    if len(text) > LONGEST:
        return None
    try:
        root = _tree(text)
    except (DoubtError, ScalarError):
        return None
    return root if root.children else None


def _tree(text: str) -> Node:  # noqa: PLR0912 - the same loop as the reader's
    """Follow the lines as ``plain_yaml`` does; open nodes stand on a stack with their columns."""
    root = top = Node(None)
    column, is_list = 0, False
    stack: list[tuple[int, bool, Node]] = []
    # The key whose value is still to come.
    due: tuple[str, Place] | None = None
    is_headed = text.startswith("---\n")
    for number, line in enumerate(text[4 * is_headed :].split("\n"), start=is_headed):
        at, behind, key, value = lines.get(line) or learn(line)
        if at < 0:
            continue
        if due is not None:
            if at > column or (at == column and behind):
                stack.append((column, is_list, top))
                inner = Node((number, at))
                top.children[due[0]] = due[1], inner
                column, is_list, top = at, behind > 0, inner
            else:
                top.children[due[0]] = due[1], Node(None, scalar=True)
            due = None
        while at < column or (at == column and not behind and is_list):
            column, is_list, top = stack.pop()
        if at != column or is_list is not (behind > 0):
            raise DoubtError
        if behind:
            item = Node((number, behind)) if key else _value(value, line, number, behind)
            top.items.append(item)
            if not key:
                continue
            stack.append((column, is_list, top))
            column, is_list, top = behind, False, item
        if key in top.children:
            raise DoubtError
        place = number, column
        if value is DUE:
            due = key, place
        else:
            start = line.index(":", column) + 1
            start = len(line) - len(line[start:].lstrip(" "))
            top.children[key] = place, _value(value, line, number, start)
    if due is not None:
        top.children[due[0]] = due[1], Node(None, scalar=True)
    root.place = next((place for place, _ in root.children.values()), None)
    return root


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
