"""A Document: one object of a stream, its origin, and the places of its values."""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from svclint.model import Data, Location, ObjectName, Path
from svclint.model.data import value_at
from svclint.source.kinds import API_VERSIONS
from svclint.source.parse_result import DuplicateKey, Problem
from svclint.source.positions import Entry, find
from svclint.source.yaml_reader import positions

# Attributes of a document that say what is unusual about its text.
IRREGULARITIES = ("problem", "duplicates", "trailing_line", "prefix", "is_separator_missing")
# A line on which a value begins further right is not shown: thousands of values may share it.
_FURTHEST = 1000
_LINE = re.compile(r"[^\n]*\n?")


class Chunk:
    """A piece of a file that contains one YAML or JSON document.

    ``span`` is its range of bytes in the file, from which the text can be read again once it has
    been dropped from memory. ``column`` is how many characters stand before it on its first line.
    """

    __slots__ = ("_ends", "_last", "_positions", "_text", "column", "file", "first_line", "span")

    def __init__(
        self,
        file: str,
        text: str | None,
        first_line: int,
        span: tuple[int, int] | None = None,
        column: int = 0,
    ) -> None:
        self.file, self._text, self.first_line, self.span = file, text, first_line, span
        self.column = column
        self._positions: Entry | None = None
        # Where each line ends, with its line break.
        self._ends: array[int] | None = None
        # The line that was asked last: a long one may have many findings.
        self._last = (0, "")

    @property
    def text(self) -> str:
        """The text, read again from the file where it has been dropped."""
        if self._text is None:
            self._text = _read(self.file, self.span or (0, 0))
        return self._text

    def forget(self) -> None:
        """Drop the text and the positions if they can be read again."""
        if self.span is not None:
            self._text = self._positions = self._ends = None
            self._last = (0, "")

    def is_same(self, other: Chunk) -> bool:
        """Return whether another chunk is the same piece of the same file."""
        # Most chunks differ in their first line.
        if self.first_line != other.first_line or self.column != other.column:
            return False
        return (self.file, self.span) == (other.file, other.span)

    def place(self, line: int, column: int) -> Location:
        """Convert a line and column of this chunk into a location in the file."""
        shift = self.column if line == 1 else 0
        return Location(self.file, self.first_line + line - 1, column + shift)

    def line(self, number: int) -> str:
        """Return a line of the file without its line break; empty outside of this chunk."""
        text = self.text
        if self._ends is None:
            self._ends = array("Q", (each.end() for each in _LINE.finditer(text)))
        index = number - self.first_line
        if not 0 <= index < len(self._ends) or (index == 0 and self.column > _FURTHEST):
            return ""
        if self._last[0] != number:
            start = self._ends[index - 1] if index else 0
            indentation = " " * (0 if index else self.column)
            self._last = number, indentation + text[start : self._ends[index]].rstrip("\r\n")
        return self._last[1]

    def lines_from(self, number: int) -> Iterator[str]:
        """Yield the lines of this chunk from a line of the file on."""
        # Finds where the lines end.
        self.line(number)
        return map(self.line, range(number, self.first_line + len(self._ends or ())))

    def locate(self, path: Path, *, at_key: bool) -> tuple[Location, int]:
        """Return the place of a path or of its nearest ancestor, and how many steps it matches."""
        # Most documents have no finding, and so never need positions.
        if self._positions is None:
            self._positions = positions(self.text)
        found = find(self._positions, path, at_key=at_key)
        return self.place(found.line, found.column), found.steps


class PackedBatch(Protocol):
    """The data and chunks of several documents, packed to save memory."""

    def contents(self, number: int) -> tuple[Any, Chunk]:
        """Return the data and the chunk of one of them."""
        ...


class Document:
    """One object: ``data`` as JSON represents it, or the ``problem`` that prevents reading it.

    ``prefix`` is the path of the object within its chunk (``("items", 2)`` in a List).
    """

    __slots__ = (
        *("_batch", "_chunk", "_data", "_number", "api_version", "duplicates", "file", "kind"),
        *(
            "is_separator_glued",
            "is_separator_missing",
            "json_problem",
            "object_name",
            "prefix",
            "problem",
        ),
        "trailing_line",
        "unknown_fields",
    )

    def __init__(
        self, chunk: Chunk, data: Any = None, prefix: Path = (), problem: Problem | None = None
    ) -> None:
        self._chunk: Chunk | None = chunk
        self._data, self.prefix, self.problem = data, prefix, problem
        self._batch: PackedBatch | None = None
        self._number = 0
        self.file = chunk.file
        self.duplicates: Sequence[DuplicateKey] = ()
        self.trailing_line = 0
        # Names of fields of its metadata and spec of which ``data`` lacks unknown values.
        self.unknown_fields: frozenset[str] = frozenset()
        # The object follows another one without a line of ``---`` between them.
        self.is_separator_missing = False
        # It stands at the end of the line above, and is part of a value there.
        self.is_separator_glued = False
        # Why kubectl before 1.33 cannot read it: it begins as JSON, and is YAML.
        self.json_problem: Problem | None = None
        # Read once, since every rule uses them. A value that is not a string counts as missing.
        self.object_name = _object_name(data if isinstance(data, dict) else {})
        self.api_version, self.kind, _, _ = self.object_name

    @property
    def data(self) -> Any:
        """The object as JSON represents it."""
        return self._data if self._batch is None else self._batch.contents(self._number)[0]

    @data.setter
    def data(self, data: Any) -> None:
        self._data = data

    @contextmanager
    def read_as(self, data: Any) -> Generator[None]:
        """Have other data for a while: what the object may be instead."""
        own = self._chunk, self._data, self._batch
        self._chunk, self._data, self._batch = self.chunk, data, None
        try:
            yield
        finally:
            self._chunk, self._data, self._batch = own

    @property
    def chunk(self) -> Chunk:
        """The piece of the file that contains the object."""
        if self._chunk is not None:
            return self._chunk
        assert self._batch is not None
        return self._batch.contents(self._number)[1]

    def move_to(self, batch: PackedBatch, number: int) -> None:
        """Read data and chunk from a packed batch from now on."""
        # A chunk without a span cannot be read again from its file.
        if self.chunk.span is not None:
            self._chunk = None
        self._data, self._batch, self._number = None, batch, number
        version, kind, namespace = map(sys.intern, self.object_name[:3])
        self.object_name = ObjectName(version, kind, namespace, self.object_name.name)
        self.api_version, self.kind = map(sys.intern, (self.api_version, self.kind))

    @property
    def irregularities(self) -> frozenset[str]:
        """Names of the attributes that are set only where something is unusual.

        They are ``problem``, ``duplicates``, ``trailing_line``, ``prefix`` and
        ``is_separator_missing``, and ``kind`` where the object is not of a kind of the Service API.
        Empty for most Services.
        """
        is_checked = API_VERSIONS.get(self.kind) == self.api_version
        if is_checked and not (
            self.problem
            or self.duplicates
            or self.trailing_line
            or self.prefix
            or self.is_separator_missing
        ):
            return _REGULAR
        found = frozenset(name for name in IRREGULARITIES if getattr(self, name))
        return found if is_checked else found | {"kind"}

    def value(self, path: Path) -> Any:
        """Return the value at a path, or ``None`` if there is none."""
        return value_at(self.data, path)

    def locate(self, path: Path, *, at_key: bool = False) -> tuple[Location, bool]:
        """Return the place of a path, and whether the file contains it or only an ancestor."""
        if self.problem is not None:
            return self.chunk.place(self.problem.line, self.problem.column), True
        location, steps = self.chunk.locate((*self.prefix, *path), at_key=at_key)
        return location, steps == len(self.prefix) + len(path)


_REGULAR: frozenset[str] = frozenset()


def _object_name(data: Data) -> ObjectName:
    """Return the identity of an object, as far as its manifest declares it."""
    version, kind, names = data.get("apiVersion"), data.get("kind"), data.get("metadata")
    if not isinstance(names, dict):
        names = {}
    namespace, name = names.get("namespace"), names.get("name") or names.get("generateName")
    # Hot: called for every document, so written out instead of looped.
    return ObjectName(
        version if isinstance(version, str) else "",
        kind if isinstance(kind, str) else "",
        namespace if isinstance(namespace, str) else "",
        name if isinstance(name, str) else "",
    )


def _read(file: str, span: tuple[int, int]) -> str:
    start, end = span
    try:
        with open(file, "rb") as stream:
            stream.seek(start)
            return stream.read(end - start).decode("utf-8", "replace")
    except OSError:
        # The file has been deleted since: findings are placed at the beginning of the chunk.
        return ""
