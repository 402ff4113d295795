"""Build plain data from libyaml's events, without a tree in between.

Nothing here recurses, and aliases share the value of their anchor, so that neither deep nesting
nor an alias bomb costs more than the length of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import yaml.events as yaml_types
from yaml import YAMLError

from svclint.model.data import is_same_json
from svclint.model.json_text import MAX_DEPTH, TOO_DEEP
from svclint.source.parse_result import DuplicateKey, ParsedDocument, ParseError
from svclint.source.scalars import (
    MERGE,
    ScalarError,
    json_name,
    resolve_key,
    resolve_plain,
    resolve_tagged,
)
from svclint.source.yaml_events import events, parse_error_at, problem_of

# The role of the next node unless it is the value of a key: an item of a list, or a key. The value
# of the key ``<<`` has the role MERGE.
_ITEM: Any = object()
_KEY: Any = object()

# Manifests repeat few different scalars.
_resolve_value = lru_cache(maxsize=1 << 14)(resolve_plain)


def parse_with_libyaml(text: str) -> ParsedDocument:
    """Parse the first document of a text. Raises ``ParseError``."""
    builder = _Builder()
    handlers = builder.handlers()
    stream = events(text)
    trailing_line = 0
    try:
        for event in stream:
            if type(event) in handlers:
                handlers[type(event)](event)
            elif isinstance(event, yaml_types.DocumentEndEvent):
                trailing_line = _trailing_line(stream, event)
                break
    except YAMLError as error:
        raise ParseError(problem_of(error, text)) from None
    data = builder.root[0] if builder.root else None
    return ParsedDocument(data, builder.duplicate_keys, trailing_line)


def _trailing_line(rest: Iterator[Any], end: Any) -> int:
    """Return the line of the text that follows a document, or 0 if none follows.

    Text follows after a line of ``...``, or where it is indented less than the document.
    """
    line: int = end.start_mark.line + 1 + end.explicit
    try:
        following = next(rest)
    except YAMLError:
        return line
    line = following.start_mark.line + 1
    return line if isinstance(following, yaml_types.DocumentStartEvent) else 0


class _Builder:
    """The data of one document while its events arrive.

    ``frames`` contains the open parents: (container, role of its next node, anchor).
    """

    __slots__ = (
        *("aliased", "anchor", "anchors", "container", "depths", "duplicate_keys", "frames"),
        *("merged", "nodes", "open_anchors", "role", "root"),
    )

    def __init__(self) -> None:
        self.root: list[Any] = []
        self.container: Any = self.root
        self.role: Any = _ITEM
        self.anchor: str | None = None
        self.frames: list[tuple[Any, Any, str | None]] = []
        # For each open parent, how many levels are in it so far.
        self.depths: list[int] = [0]
        self.duplicate_keys: list[DuplicateKey] = []
        # For each open mapping, the keys that it has from a merge alone.
        self.merged: list[set[str] | None] = [None]
        # The value, size and depth of each anchor, and the number of nodes before each open one.
        self.anchors: dict[str, tuple[Any, int, int]] = {}
        self.open_anchors: dict[str, int] = {}
        self.nodes = self.aliased = 0

    def handlers(self) -> dict[type, Callable[[Any], None]]:
        """Return the method for each type of event."""
        return {
            yaml_types.ScalarEvent: self.scalar,
            yaml_types.MappingStartEvent: self.mapping_start,
            yaml_types.MappingEndEvent: self.end,
            yaml_types.SequenceStartEvent: self.sequence_start,
            yaml_types.SequenceEndEvent: self.end,
            yaml_types.AliasEvent: self.alias,
        }

    def scalar(self, event: Any) -> None:
        """Add a scalar, which is a key or a value."""
        self.nodes += 1
        role, text = self.role, event.value
        try:
            if event.tag is not None or event.anchor is not None:
                self.tagged_scalar(event)
                return
            if role is _KEY:
                self.role = text if event.style else resolve_key(text)
                return
            value = text if event.style else _resolve_value(text)
        except ScalarError as error:
            raise parse_error_at(event.start_mark, str(error)) from None
        if role is _ITEM:
            self.container.append(value)
        else:
            self.add(value, event)

    def tagged_scalar(self, event: Any) -> None:
        """Add a scalar that has a tag or an anchor."""
        is_key = self.role is _KEY
        tag, text = event.tag, event.value
        if tag is not None and tag != "!":
            value = resolve_tagged(tag, text)
        elif event.style or tag == "!":
            value = text
        else:
            value = MERGE if is_key and text == "<<" else resolve_plain(text)
        if is_key and value is not MERGE:
            value = json_name(value)
        if event.anchor is not None:
            self.anchors[event.anchor] = (None if value is MERGE else value, 1, 0)
        self.add(value, event)

    def mapping_start(self, event: Any) -> None:
        """Open a mapping."""
        self.open(event)
        self.container, self.role = {}, _KEY

    def sequence_start(self, event: Any) -> None:
        """Open a list."""
        self.open(event)
        self.container, self.role = [], _ITEM

    def open(self, event: Any) -> None:
        """Put the open parent aside."""
        if self.role is _KEY:
            raise parse_error_at(event.start_mark, "a mapping key is itself a collection")
        self.frames.append((self.container, self.role, self.anchor))
        if len(self.frames) > MAX_DEPTH:
            raise parse_error_at(event.start_mark, TOO_DEEP)
        self.depths.append(0)
        self.merged.append(None)
        self.anchor = event.anchor
        if self.anchor is not None:
            self.open_anchors[self.anchor] = self.nodes
        self.nodes += 1

    def end(self, event: Any) -> None:
        """Close a mapping or list, and add it to its parent."""
        value = self.container
        self.merged.pop()
        depth = self.depths.pop() + 1
        self.depths[-1] = max(self.depths[-1], depth)
        if self.anchor is not None:
            before = self.open_anchors.pop(self.anchor, self.nodes - 1)
            self.anchors[self.anchor] = (value, self.nodes - before, depth)
        self.container, self.role, self.anchor = self.frames.pop()
        self.add(value, event)

    def alias(self, event: Any) -> None:
        """Add the value of an anchor, within the limit that the server's library sets."""
        name = event.anchor
        if name in self.open_anchors:
            raise parse_error_at(event.start_mark, f"anchor '{name}' contains itself")
        if name not in self.anchors:
            raise parse_error_at(event.start_mark, f"unknown anchor '{name}'")
        value, size, depth = self.anchors[name]
        if len(self.frames) + depth > MAX_DEPTH:
            raise parse_error_at(event.start_mark, TOO_DEEP)
        self.depths[-1] = max(self.depths[-1], depth)
        self.nodes += size
        self.aliased += size
        if self.aliased > 100 and self.nodes > 1000:
            spread = min(max((self.nodes - 400_000) / 3_600_000, 0.0), 1.0)
            if self.aliased / self.nodes > 0.99 - spread * 0.89:
                raise parse_error_at(event.start_mark, "aliases expand to an excessive size")
        self.add(_aliased_key(value, event) if self.role is _KEY else value, event)

    def add(self, value: Any, event: Any) -> None:
        """Add a key or value to the open container."""
        role, container = self.role, self.container
        if role is _ITEM:
            container.append(value)
        elif role is _KEY:
            self.role = value
        else:
            if role is MERGE:
                merged = self.merged[-1] = self.merged[-1] or set()
                _merge(container, value, merged, event)
            else:
                if role in container:
                    self.note_duplicate(role, value)
                container[role] = value
            self.role = _KEY

    def note_duplicate(self, name: str, value: Any) -> None:
        """Note a duplicate key before its value is added; it may override one from a merge once."""
        merged = self.merged[-1]
        if merged and name in merged:
            merged.remove(name)
            return
        parents = self.frames[1:]
        steps = [len(parent) if role is _ITEM else role for parent, role, _ in parents]
        path = tuple(step for step in (*steps, name) if step is not MERGE)
        self.duplicate_keys.append(DuplicateKey(path, is_same_json(self.container[name], value)))


def _aliased_key(value: Any, event: Any) -> str:
    try:
        if isinstance(value, (dict, list)):
            raise ScalarError("a mapping key is itself a collection")
        return json_name(value)
    except ScalarError as error:
        raise parse_error_at(event.start_mark, str(error)) from None


def _merge(container: Any, value: Any, merged: set[str], event: Any) -> None:
    sources = value if type(value) is list else [value]
    for source in reversed(sources):
        if type(source) is not dict:
            message = "`<<` merges only mappings or a list of mappings"
            raise parse_error_at(event.start_mark, message)
        container.update(source)
        merged.update(source)
