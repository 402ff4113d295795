"""The fields of a rendered text by their place in it: findings have a line, tracers need a path."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from svclint.model import Path, is_within, spell
from svclint.source import Document
from svclint.source.block_scalars import block_lines
from svclint.source.files import Rendered
from svclint.source.positions import Entry, line_and_column, place_and_child
from svclint.source.stream import documents
from svclint.source.yaml_reader import positions

# A document of a text, counted from 0, and the path of a field in it.
Field = tuple[int, Path]
# Fields, each with the parts of its value that are meant: texts, or an empty one for all of it.
# A part of that kind is what a mapping contains before, under the key of the field.
EARLIER_KEY = "\nearlier key"
AskedFields = Mapping[Field, Collection[str]]
# A line and a column, both from 1.
_Place = tuple[int, int]
_MOST_OTHERS = 10


class FieldIndex:
    """The fields of a rendered text by line and column; built for texts that have findings."""

    def __init__(self, text: Rendered, kinds: Collection[str] | None = None) -> None:
        """Only documents of ``kinds`` count, if they are given."""
        self._first_lines: list[int] = []
        # Of each chunk: the number of its first document, and its text.
        self._chunks: list[tuple[int, str]] = []
        self._documents: list[Document] = []
        self._known: dict[int, dict[_Place, list[Path]]] = {}
        self._lines: dict[int, list[str]] = {}
        last = None
        for number, document in enumerate(documents(text.name, text.raw, kinds)):
            self._documents.append(document)
            chunk = document.chunk
            # Custom resources, of which only the name is read, have no text.
            if chunk is not last and chunk.text:
                self._first_lines.append(chunk.first_line)
                self._chunks.append((number, chunk.text))
                last = chunk

    def value(self, document: int, path: Path) -> Any:
        """Return the value of a field; ``None`` if there is none."""
        return self._documents[document].value(path)

    def same_fields(self, document: int, path: Path) -> list[Field]:
        """Return the same fields of other objects of the kind that have the same scalar.

        Items of lists count wherever they are. At most a few.
        """
        own = self._documents[document]
        value, key = own.value(path), path[-1:]
        if not isinstance(value, str | int) or not key or isinstance(key[0], int):
            return []
        others = (
            (number, each)
            for number, other in enumerate(self._documents)
            if number != document and (other.api_version, other.kind) == (own.api_version, own.kind)
            for each in _paths_like(other.data, path)
            if other.value(each) == value
        )
        return list(islice(others, _MOST_OTHERS))

    def field_at(self, line: int, column: int, field: str = "") -> Field | None:
        """Return the field at a place; ``field`` is how a finding spells it.

        Without one at the place itself, it is the next one.
        """
        at = bisect_right(self._first_lines, line) - 1
        if at < 0:
            return None
        first, _ = self._chunks[at]
        places = self._places(at)
        here = line - self._first_lines[at] + 1, column
        if here not in places:
            ordered = sorted(places)
            if not ordered:
                return first, ()
            above = _last_above(ordered, here[0])
            # A place inside of a block scalar belongs to the field above it.
            is_above = any(_object_path(each)[1] == field for each in places[above])
            is_above = is_above or self._is_in_block(at, above, here)
            following = min(bisect_left(ordered, (here[0], 0)), len(ordered) - 1)
            here = above if is_above else ordered[following]
        paths = places[here]
        # What is not written has the place of what would contain it.
        spelled = [_object_path(each)[1] for each in paths]
        around = [at for at, each in enumerate(spelled) if each and is_within(field, [each])]
        found = paths[max(around, key=lambda at: len(spelled[at]), default=0)]
        item, _ = _object_path(found)
        return (first, found) if item < 0 else (first + item, found[2:])

    def line_in_block(self, line: int, column: int) -> int:
        """Return which line of a block scalar a place is in, from 1; 0 if in none."""
        at = bisect_right(self._first_lines, line) - 1
        if at < 0:
            return 0
        here = line - self._first_lines[at] + 1, column
        places = self._places(at)
        if here in places or not places:
            return 0
        above = _last_above(sorted(places), here[0])
        return here[0] - above[0] if self._is_in_block(at, above, here) else 0

    def _is_in_block(self, at: int, header: _Place, here: _Place) -> bool:
        """Return whether a place is in the block scalar that begins at another one, if any does."""
        if at not in self._lines:
            self._lines[at] = self._chunks[at][1].split("\n")
        lines = islice(self._lines[at], header[0] - 1, here[0])
        return here[0] <= header[0] + sum(1 for _ in block_lines(lines))

    def _places(self, at: int) -> dict[_Place, list[Path]]:
        if at not in self._known:
            found: dict[_Place, list[Path]] = {}
            for place, path in _entries(positions(self._chunks[at][1]), ()):
                found.setdefault(place, []).append(path)
            self._known[at] = found
        return self._known[at]


def _last_above(ordered: Sequence[_Place], line: int) -> _Place:
    """Return the last of some places above a line; the first one if none is."""
    return ordered[max(min(bisect_left(ordered, (line, 0)), len(ordered) - 1) - 1, 0)]


def _paths_like(value: Any, path: Path) -> Iterator[Path]:
    """Yield the paths in a value that differ from another one in the indexes of items only."""
    if not path:
        yield ()
        return
    step, rest = path[0], path[1:]
    inner: list[tuple[str | int, Any]] = []
    if isinstance(step, int) and isinstance(value, list):
        inner += enumerate(value)
    elif isinstance(value, dict) and step in value:
        inner.append((step, value[step]))
    for own, each in inner:
        yield from ((own, *below) for below in _paths_like(each, rest))


def _object_path(path: Path) -> tuple[int, str]:
    """Return the index in a List, or -1, and how a finding spells the path in the object."""
    index = path[1] if path[:1] == ("items",) and len(path) > 1 else None
    return (index, spell(path[2:])) if isinstance(index, int) else (-1, spell(path))


def _entries(entry: Entry, path: Path) -> Iterator[tuple[_Place, Path]]:
    pending: list[tuple[Entry, Path]] = [(entry, path)]
    while pending:
        found, here = pending.pop()
        place, child = place_and_child(found)
        if here:
            yield line_and_column(place), here
        if isinstance(child, int):
            yield line_and_column(child), here
            continue
        below: list[tuple[Any, Any]] = []
        if isinstance(child, dict):
            below = list(child.items())
        elif isinstance(child, list):
            below = list(enumerate(child))
        pending += ((each, (*here, step)) for step, each in reversed(below) if each is not None)
