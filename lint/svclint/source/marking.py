"""Positions by libyaml, which reads all of YAML."""

from __future__ import annotations

from typing import Any

from svclint.source.libyaml import Handler, YAMLError, of_first_document, parse
from svclint.source.node import Node, Place
from svclint.source.scalars import ScalarError, key, plain, tagged


def parsed(text: str) -> Node | None:
    """Mark every node of a text's first document; ``None`` where it cannot be parsed."""
    marking = _Marking()
    try:
        parse(text, marking.handlers())
    except (YAMLError, ScalarError):
        return None
    return marking.root or Node((0, 0))


class _Marking:
    """One text being marked; its methods take what libyaml's events hold, as it calls them."""

    __slots__ = ("anchors", "due", "frames", "is_map", "node", "root")

    def __init__(self) -> None:
        self.root: Node | None = None
        self.node: Node | None = None
        self.is_map = False
        # The key, with its place, whose value comes next.
        self.due: tuple[str, Place] | None = None
        self.anchors: dict[str, tuple[Node, str]] = {}
        self.frames: list[tuple[Node | None, tuple[str, Place] | None, bool]] = []

    def handlers(self) -> dict[str, Handler]:
        """Give the method for each class of event."""
        return of_first_document(
            mapping_start=self.mapping_start,
            sequence_start=self.sequence_start,
            end=self.end,
            scalar=self.scalar,
            alias=self.alias,
        )

    def mapping_start(self, anchor: Any, _tag: Any, _implicit: Any, start: Any, *_: Any) -> bool:
        """Open a mapping."""
        return self.open(anchor, start, is_map=True)

    def sequence_start(self, anchor: Any, _tag: Any, _implicit: Any, start: Any, *_: Any) -> bool:
        """Open a list."""
        return self.open(anchor, start, is_map=False)

    def open(self, anchor: str | None, start: Any, *, is_map: bool) -> bool:
        """Put the open parent aside."""
        started = Node((start.line, start.column))
        if anchor is not None:
            self.anchors[anchor] = (started, "")
        self.frames.append((self.node, self.due, self.is_map))
        self.node, self.due, self.is_map = started, None, is_map
        return True

    def end(self, *_: Any) -> bool:
        """Close a mapping or list, and attach it to its parent."""
        value = self.node
        assert value is not None
        self.node, self.due, self.is_map = self.frames.pop()
        return self.attach(value)

    def scalar(
        self, anchor: Any, tag: Any, _: Any, text: str, start: Any, _end: Any, style: str
    ) -> bool:
        """Take a key or a value."""
        place = start.line, start.column
        if self.is_map and self.due is None:
            self.due = key_name(tag, text, style), place
            return True
        value = Node(place if text or style else None, scalar=True)
        if anchor is not None:
            self.anchors[anchor] = (value, text)
        return self.attach(value)

    def alias(self, name: str, start: Any, _: Any) -> bool:
        """Take a key or a value that stands elsewhere; what is in it is placed there."""
        target, text = self.anchors.get(name, (Node(None), ""))
        place = start.line, start.column
        if self.is_map and self.due is None:
            self.due = text, place
            return True
        value = Node(place, scalar=target.scalar)
        value.children, value.items = target.children, target.items
        return self.attach(value)

    def attach(self, value: Node) -> bool:
        """Put a finished node where it belongs; nothing matters behind the root."""
        if self.node is None:
            self.root = value
            return False
        _attach(self.node, self.due, value)
        self.due = None
        return True


def _attach(node: Node, pending: tuple[str, Place] | None, value: Node) -> None:
    if pending is None:
        node.items.append(value)
    elif pending[0] == "<<":
        for source in reversed(value.items or [value]):
            node.children.update(source.children)
    else:
        name, place = pending
        node.children[name] = (place, value)


def key_name(tag: str | None, text: str, style: str) -> str:
    """Give the name that a scalar stands for as a key. Raises ``ScalarError``."""
    if tag is not None and tag != "!":
        return key(tagged(tag, text))
    if style or tag == "!" or text == "<<":
        return text
    return key(plain(text))
