"""Move a value one level down or up: into a mapping of its own, or out of its mapping."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.fix.errors import UnfixableError
from svclint.fix.locate import Place, line_start
from svclint.fix.removal import REST, removal_span
from svclint.fix.yaml_values import format_value
from svclint.source.spans import Span

# Start, end and replacement.
Replacement = tuple[int, int, str]


def nested(place: Place, name: str, text: str, newline: str) -> list[Replacement]:
    """Make a value the only field of a mapping, in the style of its parent.

    Raises ``UnfixableError``.
    """
    value, key = place.value, place.key
    if value.is_marked:
        raise UnfixableError("it has an anchor or a tag")
    if value.kind == "scalar" and (value.style in ("|", ">") or value.end == value.start):
        raise UnfixableError("it is empty, or spans several lines")
    if value.kind in ("map", "list") and not value.is_flow:
        head = f"{name}:{newline}{_column(text, value) + 2 * ' '}"
        return [(value.start, value.start, head), *indented(value, text)]
    if not place.parent.is_flow and value.kind == "scalar":
        colon = text.index(":", key.end) + 1
        if text[colon : value.start].strip():
            raise UnfixableError("a comment is between its name and it")
        return [(colon, value.start, f"{newline}{_column(text, key)}  {name}: ")]
    quoted = format_value(name, '"' if key.style == '"' else "")
    return [(value.start, value.start, f"{{{quoted}: "), (value.end, value.end, "}")]


def lifted(place: Place, parent: Place, name: str, text: str, newline: str) -> list[Replacement]:
    """Move a field out of its mapping, which ``parent`` is the place of, to stand before it.

    A comment at its end moves along; a mapping left empty goes. Raises ``UnfixableError``.
    """
    value, mapping_key = place.value, parent.key
    if value.kind != "scalar" or value.is_marked or value.style in ("|", ">"):
        raise UnfixableError("it is not a single value")
    if place.parent.is_marked:
        raise UnfixableError("its parent has an anchor or a tag")
    quote = '"' if place.key.style == '"' else ""
    pair = f"{format_value(name, quote)}: {text[value.start : value.end]}"
    if len(place.parent.pairs) == 1:
        if "#" in text[mapping_key.end : place.key.start]:
            raise UnfixableError("a comment is between its parent's name and it")
        return [(mapping_key.start, max(place.parent.end, value.end), pair)]
    end = ", "
    if not parent.parent.is_flow:
        rest = REST.match(text, value.end) if not place.parent.is_flow else None
        comment = rest[0].rstrip("\r\n") if rest else ""
        end = f"{comment}{newline}{_column(text, mapping_key)}"
    return [
        (mapping_key.start, mapping_key.start, pair + end),
        (*removal_span(place, text), ""),
    ]


def indented(span: Span, text: str) -> Iterator[Replacement]:
    """Yield two more blanks for every line of a block but the first."""
    at = span.start
    while (end := text.find("\n", at, span.end)) >= 0:
        at = end + 1
        if text[at : span.end].partition("\n")[0].strip():
            yield at, at, "  "


def _column(text: str, span: Span) -> str:
    """Return the blanks that take the place of what precedes a value on its line."""
    return " " * (span.start - line_start(text, span.start))
