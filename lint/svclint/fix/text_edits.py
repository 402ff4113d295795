"""Turn edits in paths into the smallest edits of a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from svclint.fix.errors import UnfixableError
from svclint.fix.locate import Place, line_start, place_of
from svclint.fix.nesting import indented, lifted, nested
from svclint.fix.removal import REST, removal_span
from svclint.fix.yaml_values import format_value
from svclint.model import Edit, Path
from svclint.source.spans import Span

_QUOTES = ("'", '"')
# Fields that name their object or entry; readers expect them at its head.
_FIRST = ("apiVersion", "kind", "name")
# Fields that readers expect behind another one.
_BEHIND = {"pathType": "path"}


class TextEdit(NamedTuple):
    """A replacement of the text from ``start`` to ``end``."""

    start: int
    end: int
    text: str


def text_edits(edit: Edit, prefix: Path, root: Span, text: str) -> list[TextEdit]:
    """Return the text edits for an edit of the object at ``prefix``. Raises ``UnfixableError``."""
    if edit.kind == "separate":
        return [TextEdit(0, 0, f"---{_newline(text, 0)}")]
    path = (*prefix, *edit.path)
    if edit.kind == "add":
        return [_added(place_of(root, path[:-1]).value, edit, text)]
    place = place_of(root, path)
    if edit.kind == "remove":
        return [TextEdit(*removal_span(place, text), "")]
    if edit.kind == "deduplicate":
        return _deduplicated(place, text)
    if edit.kind == "wrap":
        return _wrapped(place.value, text)
    if edit.kind in ("nest", "lift"):
        name, newline = str(edit.value), _newline(text, place.key.start)
        found = (
            nested(place, name, text, newline)
            if edit.kind == "nest"
            else lifted(place, place_of(root, path[:-1]), name, text, newline)
        )
        return [TextEdit(*each) for each in found]
    span = place.key if edit.kind == "rename" else place.value
    _check_scalar(span)
    if edit.kind == "quote":
        return [TextEdit(span.start, span.end, _quoted(text[span.start : span.end]))]
    return [_set(span, edit, text)]


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """Return the text after edits that do not overlap."""
    parts: list[str] = []
    at = 0
    for start, end, new in sorted(edits):
        parts += (text[at:start], new)
        at = end
    return "".join((*parts, text[at:]))


def single_edit(text: str, after: str) -> TextEdit:
    """Return the one edit that turns a text into another."""
    start = _common(text, after)
    end = _common(text[start:][::-1], after[start:][::-1])
    return TextEdit(start, len(text) - end, after[start : len(after) - end])


def _common(one: str, other: str) -> int:
    """Return the length of the common prefix of two texts."""
    pairs = enumerate(zip(one, other, strict=False))
    shortest = min(len(one), len(other))
    return next((at for at, (left, right) in pairs if left != right), shortest)


def source_text(edit: Edit, prefix: Path, root: Span, text: str) -> str:
    """Return the text of the field that an edit quotes; empty for other edits."""
    if edit.kind != "quote":
        return ""
    span = place_of(root, (*prefix, *edit.path)).value
    return text[span.start : span.end]


def _set(span: Span, edit: Edit, text: str) -> TextEdit:
    quote = span.style if span.style in _QUOTES else ""
    if not quote and text.lstrip().startswith("{"):
        # JSON has no strings without quotes.
        quote = '"'
    written = format_value(edit.value, quote)
    # An empty value needs a blank after the colon or dash.
    return TextEdit(span.start, span.end, written if span.end > span.start else f" {written}")


def _added(parent: Span, edit: Edit, text: str) -> TextEdit:
    """Add a field to a mapping, in its style: names first, most other fields last."""
    if parent.kind != "map":
        raise UnfixableError("its parent is not a mapping")
    if not parent.pairs:
        return TextEdit(parent.end - 1, parent.end - 1, _pair(edit, "", ": "))
    key, value = parent.pairs[0]
    quote = key.style if key.style in _QUOTES else ""
    colon = text[key.end : value.start]
    if quote != '"' or colon.strip(" ") != ":":
        colon = ": "
    pair = _pair(edit, quote, colon)
    comma, newline = "," if parent.is_flow else "", _newline(text, key.start)
    before = text[line_start(text, key.start) : key.start]
    indent = newline + (before if parent.is_flow else " " * len(before))
    if parent.is_flow and before.strip():
        indent = " "
    if edit.path[-1] in _FIRST:
        return TextEdit(key.start, key.start, f"{pair}{comma}{indent}")
    wanted = _BEHIND.get(str(edit.path[-1]))
    end = max(each.end for each in _pair_named(parent, wanted))
    if not parent.is_flow:
        rest = REST.match(text, end)
        if rest is None:
            raise UnfixableError("something else follows on the same line")
        end = len(text[: rest.end()].rstrip("\r\n"))
    return TextEdit(end, end, f"{comma}{indent}{pair}")


def _pair_named(parent: Span, name: str | None) -> tuple[Span, Span]:
    """Return the pair of a mapping with a name; the last one if there is none."""
    return next((each for each in parent.pairs if each[0].name == name), parent.pairs[-1])


def _pair(edit: Edit, quote: str, colon: str) -> str:
    return f"{format_value(str(edit.path[-1]), quote)}{colon}{format_value(edit.value, quote)}"


def _deduplicated(place: Place, text: str) -> list[TextEdit]:
    """Remove all values of a key but the last; raises ``UnfixableError`` if contents are lost."""
    same = [
        number
        for number, (key, _) in enumerate(place.parent.pairs)
        if key.name == place.key.name and key.kind == "scalar" and number != place.number
    ]
    pairs = place.parent.pairs
    last = text[place.value.start : place.value.end]
    for _, value in map(pairs.__getitem__, same):
        if value.kind != "scalar" and text[value.start : value.end] != last:
            raise UnfixableError(
                "its values are written differently: only you know how to merge them"
            )
    return [
        TextEdit(*removal_span(Place(pairs[at][1], pairs[at][0], place.parent, at), text), "")
        for at in same
    ]


def _wrapped(span: Span, text: str) -> list[TextEdit]:
    """Make a value the only entry of a list: a block with a dash, anything else in brackets."""
    if span.kind in ("map", "list") and not span.is_flow:
        if span.is_marked:
            raise UnfixableError("it has an anchor or a tag")
        dash = TextEdit(span.start, span.start, "- ")
        return [dash, *(TextEdit(*each) for each in indented(span, text))]
    if span.kind == "scalar" and (span.style in ("|", ">") or span.end == span.start):
        raise UnfixableError("it spans several lines")
    return [TextEdit(span.start, span.start, "["), TextEdit(span.end, span.end, "]")]


def _check_scalar(span: Span) -> None:
    if span.kind in ("map", "list"):
        raise UnfixableError("it is not a single value")
    if span.is_marked:
        raise UnfixableError("it has an anchor or a tag")
    if span.style in ("|", ">"):
        raise UnfixableError("it is a block scalar")


def _quoted(raw: str) -> str:
    if "\n" in raw:
        raise UnfixableError("it spans several lines")
    return f"'{raw}'" if '"' in raw or "\\" in raw else f'"{raw}"'


def _newline(text: str, at: int) -> str:
    end = text.find("\n", at)
    if end < 0:
        end = text.find("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"
