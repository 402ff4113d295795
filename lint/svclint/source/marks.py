"""Positions, built only for a document that has a finding."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from svclint.model import Path
from svclint.source.libyaml import CParser, YAMLError, events
from svclint.source.scalars import ScalarError, key, plain, tagged

Place = tuple[int, int]
_JSON_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|/)")


class Node:
    """Where one value stands, and its children: by key with the key's own place, or by index."""

    __slots__ = ("children", "items", "place", "scalar")

    def __init__(self, place: Place | None, *, scalar: bool = False) -> None:
        self.place = place
        self.scalar = scalar
        self.children: dict[str, tuple[Place, Node]] = {}
        self.items: list[Node] = []


class Placed(NamedTuple):
    """A place (line and column from 1) and how many steps of the path it holds for."""

    line: int
    column: int
    steps: int


def find(root: Node, path: Path, *, at_key: bool) -> Placed:
    """Place a path, or its nearest written ancestor: a scalar by its value, others by their key."""
    node, key_place = root, root.place or (0, 0)
    steps = 0
    for step in path:
        if isinstance(step, int):
            if step >= len(node.items):
                break
            node = node.items[step]
            key_place = node.place or key_place
        elif step in node.children:
            key_place, node = node.children[step]
        else:
            break
        steps += 1
    exact = steps == len(path)
    line, column = key_place
    if exact and not at_key and node.scalar and node.place is not None:
        line, column = node.place
    return Placed(line + 1, column + 1, steps)


def tree(text: str) -> Node:
    """Mark every node of a text's first document; as much of it as can be parsed."""
    root = _parsed(text)
    if root is None and text.lstrip().startswith("{"):
        # JSON has escapes that YAML lacks: surrogate pairs and `\\/`.
        root = _parsed(_JSON_ESCAPE.sub(lambda match: "x" * len(match[0]), text))
    return root or Node((0, 0))


def _parsed(text: str) -> Node | None:
    try:
        return _tree(CParser(text))
    except (YAMLError, ScalarError):
        return None


def _tree(parser: Any) -> Node:
    get_event = parser.get_event
    get_event()
    if type(get_event()) is not events.DocumentStartEvent:
        return Node((0, 0))
    anchors: dict[str, tuple[Node, str]] = {}
    frames: list[tuple[Node | None, tuple[str, Place] | None, bool]] = []
    node: Node | None = None
    pending: tuple[str, Place] | None = None
    is_map = False
    while True:
        event = get_event()
        kind = type(event)
        if kind in (events.MappingEndEvent, events.SequenceEndEvent):
            value, (node, pending, is_map) = node, frames.pop()
            assert value is not None
        elif kind in (events.MappingStartEvent, events.SequenceStartEvent):
            started = Node(_start(event))
            if event.anchor is not None:
                anchors[event.anchor] = (started, "")
            frames.append((node, pending, is_map))
            node, pending, is_map = started, None, kind is events.MappingStartEvent
            continue
        elif is_map and pending is None:
            pending = (_name(event, anchors), _start(event))
            continue
        elif kind is events.AliasEvent:
            value = _alias(event, anchors)
        elif kind is events.ScalarEvent:
            empty = not event.value and not event.style
            value = Node(None if empty else _start(event), scalar=True)
            if event.anchor is not None:
                anchors[event.anchor] = (value, event.value)
        else:
            return node or Node((0, 0))
        if node is None:
            return value
        _attach(node, pending, value)
        pending = None


def _attach(node: Node, pending: tuple[str, Place] | None, value: Node) -> None:
    if pending is None:
        node.items.append(value)
    elif pending[0] == "<<":
        for source in reversed(value.items or [value]):
            node.children.update(source.children)
    else:
        name, place = pending
        node.children[name] = (place, value)


def _alias(event: Any, anchors: dict[str, tuple[Node, str]]) -> Node:
    target = anchors.get(event.anchor, (Node(None), ""))[0]
    alias = Node(_start(event), scalar=target.scalar)
    alias.children, alias.items = target.children, target.items
    return alias


def _name(event: Any, anchors: dict[str, tuple[Node, str]]) -> str:
    if type(event) is events.AliasEvent:
        return anchors.get(str(event.anchor), (Node(None), ""))[1]
    if type(event) is not events.ScalarEvent:
        return ""
    if event.tag is not None and event.tag != "!":
        return key(tagged(event.tag, event.value))
    if event.style or event.tag == "!" or event.value == "<<":
        return str(event.value)
    return key(plain(event.value))


def _start(event: Any) -> Place:
    return event.start_mark.line, event.start_mark.column
