"""Positions of all values of a text, from libyaml's events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from yaml import YAMLError
from yaml.events import AliasEvent, CollectionEndEvent, ScalarEvent
from yaml.events import CollectionStartEvent as StartEvent
from yaml.events import MappingStartEvent as MappingStart

from svclint.source.positions import Entry, Place, place_and_child, place_at
from svclint.source.scalars import ScalarError, json_name, resolve_plain, resolve_tagged
from svclint.source.yaml_events import events

# The escapes of JSON that YAML does not have: of surrogate pairs, and ``\\/``.
_JSON_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|/)")

# The position of a document that is empty or cannot be parsed.
_EMPTY: Entry = (place_at(0, 0), None)


def positions_by_libyaml(text: str) -> Entry:
    """Return the positions of a text's first document."""
    root = _parse(text)
    if root is None and text.lstrip().startswith("{"):
        root = _parse(without_json_escapes(text))
    return root or _EMPTY


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


def _parse(text: str) -> Entry | None:
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
    return _EMPTY


class _Frame(NamedTuple):
    """An open collection: its place, its entries, and the key with its place that holds it."""

    place: Place
    entries: dict[str, Entry] | list[Entry]
    key: tuple[str, Place] | None


class _Builder:
    """The entries of one document while its events arrive; ``root`` is set once it is complete."""

    def __init__(self) -> None:
        self.root: Entry | None = None
        self.frames: list[_Frame] = []
        # The key, with its place, whose value comes next.
        self.key: tuple[str, Place] | None = None
        # The child of each anchor, and its text if it is a scalar.
        self.anchors: dict[str, tuple[Any, str]] = {}

    def open(self, event: Any) -> None:
        """Open a mapping or list."""
        entries: dict[str, Entry] | list[Entry] = {} if isinstance(event, MappingStart) else []
        if event.anchor is not None:
            self.anchors[event.anchor] = (entries, "")
        self.frames.append(_Frame(_place(event), entries, self.key))
        self.key = None

    def close(self) -> None:
        """Close a mapping or list, and add it to its parent."""
        frame = self.frames.pop()
        self.key = frame.key
        self.add(frame.place, frame.entries)

    def scalar(self, event: Any) -> None:
        """Add a key or a value."""
        place = _place(event)
        if self.is_key_next():
            self.key = key_name(event), place
            return
        child = place if event.value or event.style else None
        if event.anchor is not None:
            self.anchors[event.anchor] = (child, event.value)
        self.add(place, child)

    def alias(self, event: Any) -> None:
        """Add a key or a value from an anchor; what it contains keeps its place there."""
        child, text = self.anchors.get(event.anchor, (None, ""))
        place = _place(event)
        if self.is_key_next():
            self.key = text, place
        else:
            # A scalar stands where its alias is written.
            is_scalar = event.anchor in self.anchors and not isinstance(child, (dict, list))
            self.add(place, place if is_scalar else child)

    def is_key_next(self) -> bool:
        """Return whether a scalar or alias here is the key of a mapping."""
        is_in_mapping = bool(self.frames) and isinstance(self.frames[-1].entries, dict)
        return is_in_mapping and self.key is None

    def add(self, place: Place, child: Any) -> None:
        """Add a complete value to the open parent, under the key before it if any."""
        if not self.frames:
            self.root = _EMPTY if child is None else (place, child)
            return
        entries = self.frames[-1].entries
        if isinstance(entries, list):
            entries.append(place if child == place else (place, child))
        elif self.key is not None and self.key[0] == "<<":
            for source in _merged(place, child):
                entries.update(source)
        elif self.key is not None:
            name, key_place = self.key
            entries[name] = (key_place, child)
        self.key = None


def _merged(place: Place, child: Any) -> Iterator[dict[str, Entry]]:
    """Yield the mappings that ``<<`` merges, the one with the lowest precedence first."""
    sources = reversed(child) if isinstance(child, list) else [(place, child)]
    for _, source in map(place_and_child, sources):
        if isinstance(source, dict):
            yield source


def _place(event: Any) -> Place:
    return place_at(event.start_mark.line, event.start_mark.column)
