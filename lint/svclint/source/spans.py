"""Where every value of a text begins and ends; only for texts that are to be edited."""

from __future__ import annotations

from typing import Any, Literal

from svclint.source.libyaml import Handler, YAMLError, of_first_document, parse
from svclint.source.marking import key_name
from svclint.source.marks import without_json_escapes
from svclint.source.scalars import ScalarError

_BOM = "\ufeff"


class Span:
    """One value: from ``start`` to ``end``, as offsets into the text.

    Block style ends with its last value. ``style`` is that of a scalar: a quote, ``|``, ``>``, or
    empty. ``is_marked`` where an anchor or a tag stands before it, and belongs to it.
    """

    __slots__ = ("end", "is_flow", "is_marked", "items", "kind", "name", "pairs", "start", "style")

    def __init__(
        self, kind: Literal["map", "list", "scalar", "alias"], start: int, end: int
    ) -> None:
        self.kind, self.start, self.end = kind, start, end
        self.style = self.name = ""
        self.is_flow = self.is_marked = False
        # Of a mapping, keys with their values; of a list, its entries.
        self.pairs: list[tuple[Span, Span]] = []
        self.items: list[Span] = []


def spans(text: str) -> Span | None:
    """Give the spans of a text's first document; ``None`` where it cannot be parsed."""
    # libyaml does not count it.
    shift = len(_BOM) if text.startswith(_BOM) else 0
    root = _parsed(text, shift)
    if root is None and text.lstrip().startswith("{"):
        root = _parsed(without_json_escapes(text), shift)
    return root


def _parsed(text: str, shift: int) -> Span | None:
    building = _Building(text, shift)
    try:
        parse(text, building.handlers())
    except (YAMLError, ScalarError):
        return None
    return building.root


class _Building:
    """One text being measured; its methods take what libyaml's events hold, as it calls them."""

    def __init__(self, text: str, shift: int) -> None:
        self.text, self.shift = text, shift
        self.root: Span | None = None
        self.open: list[Span] = []
        # Keys whose values are still to come, one for each open mapping.
        self.keys: list[Span | None] = []

    def handlers(self) -> dict[str, Handler]:
        """Give the method for each class of event."""
        return of_first_document(
            mapping_start=self.mapping_start,
            sequence_start=self.sequence_start,
            end=self.close,
            scalar=self.scalar,
            alias=self.alias,
        )

    def mapping_start(self, anchor: Any, tag: Any, _: Any, start: Any, end: Any, flow: Any) -> bool:
        """Open a mapping."""
        return self.begin(self.made("map", start, end, anchor, tag), is_flow=bool(flow))

    def sequence_start(
        self, anchor: Any, tag: Any, _: Any, start: Any, end: Any, flow: Any
    ) -> bool:
        """Open a list."""
        return self.begin(self.made("list", start, end, anchor, tag), is_flow=bool(flow))

    def begin(self, span: Span, *, is_flow: bool) -> bool:
        """Put what follows into a mapping or list."""
        span.is_flow = is_flow
        self.open.append(span)
        self.keys.append(None)
        return True

    def close(self, _start: Any, end: Any) -> bool:
        """Close a mapping or list, and attach it to its parent."""
        span = self.open.pop()
        self.keys.pop()
        if span.is_flow:
            span.end = end.index + self.shift
        elif span.pairs or span.items:
            # libyaml ends block style where the next token begins, behind comments.
            span.end = (span.pairs[-1][1] if span.pairs else span.items[-1]).end
        return self.attach(span)

    def scalar(self, anchor: Any, tag: Any, _: Any, text: str, start: Any, *rest: Any) -> bool:
        """Take a key or a value."""
        end, style = rest
        span = self.made("scalar", start, end, anchor, tag)
        span.style = style
        if self.open and self.open[-1].kind == "map" and self.keys[-1] is None:
            span.name = key_name(tag, text, style)
        if style in ("|", ">"):
            span.end = len(self.text[: span.end].rstrip())
        return self.attach(span)

    def alias(self, _name: str, start: Any, end: Any) -> bool:
        """Take a key or a value that stands elsewhere."""
        return self.attach(self.made("alias", start, end, None, None))

    def made(
        self,
        kind: Literal["map", "list", "scalar", "alias"],
        start: Any,
        end: Any,
        anchor: Any,
        tag: Any,
    ) -> Span:
        """Make a span of libyaml's marks."""
        span = Span(kind, start.index + self.shift, end.index + self.shift)
        span.is_marked = anchor is not None or tag is not None
        return span

    def attach(self, span: Span) -> bool:
        """Put a finished value where it belongs; nothing matters behind the root."""
        if not self.open:
            self.root = span
            return False
        parent = self.open[-1]
        if parent.kind == "list":
            parent.items.append(span)
        elif (key := self.keys[-1]) is None:
            self.keys[-1] = span
        else:
            parent.pairs.append((key, span))
            self.keys[-1] = None
        return True
