"""Where every value of a text begins and ends, for edits."""

from __future__ import annotations

from typing import Any, Literal

from yaml import YAMLError
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    MappingStartEvent,
    ScalarEvent,
)

from svclint.source.scalars import ScalarError
from svclint.source.yaml_events import events
from svclint.source.yaml_positions import key_name, without_json_escapes

_BOM = "\ufeff"
Kind = Literal["map", "list", "scalar", "alias"]


class Span:
    """One value: from ``start`` to ``end``, as offsets into the text.

    Block style ends with its last value. ``style`` is that of a scalar: a quote, ``|``, ``>``, or
    empty. ``is_marked``: it has an anchor or a tag, which stands before ``start``.
    """

    __slots__ = ("end", "is_flow", "is_marked", "items", "kind", "name", "pairs", "start", "style")

    def __init__(self, kind: Kind, start: int, end: int) -> None:
        self.kind, self.start, self.end = kind, start, end
        self.style = self.name = ""
        self.is_flow = self.is_marked = False
        # The keys and values of a mapping; the entries of a list.
        self.pairs: list[tuple[Span, Span]] = []
        self.items: list[Span] = []


def spans(text: str) -> Span | None:
    """Return the spans of a text's first document; ``None`` if it cannot be parsed."""
    # libyaml does not count a byte order mark.
    shift = len(_BOM) if text.startswith(_BOM) else 0
    root = _parse(text, shift)
    if root is None and text.lstrip().startswith("{"):
        root = _parse(without_json_escapes(text), shift)
    return root


def _parse(text: str, shift: int) -> Span | None:
    builder = _Builder(text, shift)
    try:
        for event in events(text):
            if isinstance(event, ScalarEvent):
                builder.scalar(event)
            elif isinstance(event, CollectionStartEvent):
                builder.open(event)
            elif isinstance(event, CollectionEndEvent):
                builder.close(event)
            elif isinstance(event, AliasEvent):
                builder.attach(builder.span_of("alias", event))
            if builder.root is not None:
                break
    except (YAMLError, ScalarError):
        return None
    return builder.root


class _Builder:
    """The spans of one document while its events arrive; ``root`` is set once it is complete."""

    def __init__(self, text: str, shift: int) -> None:
        self.text, self.shift = text, shift
        self.root: Span | None = None
        self.parents: list[Span] = []
        # For each parent that is a mapping, the key whose value comes next.
        self.keys: list[Span | None] = []

    def open(self, event: Any) -> None:
        """Open a mapping or list."""
        span = self.span_of("map" if isinstance(event, MappingStartEvent) else "list", event)
        span.is_marked = event.anchor is not None or event.tag is not None
        span.is_flow = bool(event.flow_style)
        self.parents.append(span)
        self.keys.append(None)

    def close(self, event: Any) -> None:
        """Close a mapping or list, and attach it to its parent."""
        span = self.parents.pop()
        self.keys.pop()
        if span.is_flow:
            span.end = event.end_mark.index + self.shift
        elif span.pairs or span.items:
            # libyaml ends block style where the next token begins, after comments.
            span.end = (span.pairs[-1][1] if span.pairs else span.items[-1]).end
        self.attach(span)

    def scalar(self, event: Any) -> None:
        """Add a key or a value."""
        span = self.span_of("scalar", event)
        span.is_marked = event.anchor is not None or event.tag is not None
        span.style = event.style
        if self.parents and self.parents[-1].kind == "map" and self.keys[-1] is None:
            span.name = key_name(event)
        if span.style in ("|", ">"):
            span.end = len(self.text[: span.end].rstrip())
        self.attach(span)

    def span_of(self, kind: Kind, event: Any) -> Span:
        """Return the span between the marks of an event."""
        start, end = event.start_mark.index, event.end_mark.index
        return Span(kind, start + self.shift, end + self.shift)

    def attach(self, span: Span) -> None:
        """Attach a complete value to its parent."""
        if not self.parents:
            self.root = span
            return
        parent = self.parents[-1]
        if parent.kind == "list":
            parent.items.append(span)
        elif (key := self.keys[-1]) is None:
            self.keys[-1] = span
        else:
            parent.pairs.append((key, span))
            self.keys[-1] = None
