"""Positions of all values of a text, from libyaml's events."""

from __future__ import annotations

import re
from typing import Any

from yaml import YAMLError
from yaml.events import AliasEvent, CollectionEndEvent, MappingStartEvent, ScalarEvent
from yaml.events import CollectionStartEvent as StartEvent

from svclint.source.positions import Node, Place
from svclint.source.scalars import ScalarError, json_name, resolve_plain, resolve_tagged
from svclint.source.yaml_events import events

# The escapes of JSON that YAML does not have: of surrogate pairs, and ``\\/``.
_JSON_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|/)")


def position_tree(text: str) -> Node:
    """Return the positions of a text's first document; a bare root where it cannot be parsed."""
    root = _parse(text)
    if root is None and text.lstrip().startswith("{"):
        root = _parse(without_json_escapes(text))
    return root or Node((0, 0))


def without_json_escapes(text: str) -> str:
    """Replace the escapes that YAML does not have by as many letters."""
    return _JSON_ESCAPE.sub(lambda match: "x" * len(match[0]), text)


def key_name(event: Any) -> str:
    """Return the name of a scalar that is a key. Raises ``ScalarError``."""
    tag, text = event.tag, event.value
    if tag is not None and tag != "!":
        return json_name(resolve_tagged(tag, text))
    if event.style or tag == "!" or text == "<<":
        return str(text)
    return json_name(resolve_plain(text))


def _parse(text: str) -> Node | None:
    builder = _Builder()
    try:
        for event in events(text):
            if isinstance(event, ScalarEvent):
                builder.scalar(event)
            elif isinstance(event, StartEvent):
                builder.open(event)
            elif isinstance(event, CollectionEndEvent):
                builder.close()
            elif isinstance(event, AliasEvent):
                builder.alias(event)
            if builder.root is not None:
                return builder.root
    except (YAMLError, ScalarError):
        return None
    return Node((0, 0))


class _Builder:
    """The tree of one document while its events arrive; ``root`` is set once it is complete."""

    __slots__ = ("anchors", "frames", "is_mapping", "key", "node", "root")

    def __init__(self) -> None:
        self.root: Node | None = None
        self.node: Node | None = None
        self.is_mapping = False
        # The key, with its place, whose value comes next.
        self.key: tuple[str, Place] | None = None
        # The node of each anchor, and its text if it is a scalar.
        self.anchors: dict[str, tuple[Node, str]] = {}
        self.frames: list[tuple[Node | None, tuple[str, Place] | None, bool]] = []

    def open(self, event: Any) -> None:
        """Open a mapping or list."""
        node = Node((event.start_mark.line, event.start_mark.column))
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, "")
        self.frames.append((self.node, self.key, self.is_mapping))
        self.node, self.key, self.is_mapping = node, None, isinstance(event, MappingStartEvent)

    def close(self) -> None:
        """Close a mapping or list, and attach it to its parent."""
        node = self.node
        assert node is not None
        self.node, self.key, self.is_mapping = self.frames.pop()
        self.attach(node)

    def scalar(self, event: Any) -> None:
        """Add a key or a value."""
        place = event.start_mark.line, event.start_mark.column
        if self.is_mapping and self.key is None:
            self.key = key_name(event), place
            return
        node = Node(place if event.value or event.style else None, is_scalar=True)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, event.value)
        self.attach(node)

    def alias(self, event: Any) -> None:
        """Add a key or a value from an anchor; what it contains keeps its place there."""
        target, text = self.anchors.get(event.anchor, (Node(None), ""))
        place = event.start_mark.line, event.start_mark.column
        if self.is_mapping and self.key is None:
            self.key = text, place
            return
        node = Node(place, is_scalar=target.is_scalar)
        node.children, node.items = target.children, target.items
        self.attach(node)

    def attach(self, node: Node) -> None:
        """Attach a complete node to the open parent, as the value of the key before it if any."""
        if self.node is None:
            self.root = node
        elif self.key is None:
            self.node.items.append(node)
        elif self.key[0] == "<<":
            for source in reversed(node.items or [node]):
                self.node.children.update(source.children)
        else:
            name, place = self.key
            self.node.children[name] = (place, node)
        self.key = None
