"""A Document: one object of a stream, where it came from, and where its values stand."""

from __future__ import annotations

import marshal
import os
import sys
from collections import deque
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from svclint.model import Data, Location, ObjectName, Path
from svclint.source.problem import Problem

if TYPE_CHECKING:
    from svclint.source.node import Node


class Chunk:
    """A piece of a file that holds one YAML or JSON document.

    ``span`` says where its bytes are, so that the text can be forgotten and read again: few texts
    are asked for once they are folded.
    """

    __slots__ = ("_lines", "_text", "_tree", "file", "first_line", "span")

    def __init__(
        self, file: str, text: str | None, first_line: int, span: tuple[int, int] | None = None
    ) -> None:
        self.file, self._text, self.first_line, self.span = file, text, first_line, span
        self._tree: Node | None = None
        self._lines: list[str] | None = None

    @property
    def text(self) -> str:
        """The text, as it was read, or as it now is."""
        if self._text is None:
            self._text = _read(self.file, self.span or (0, 0))
        return self._text

    def forget(self) -> None:
        """Keep neither text nor places, where they can be had again."""
        if self.span is not None:
            self._text = self._tree = self._lines = None

    def is_same(self, other: Chunk) -> bool:
        """Whether another one is the same piece of the same file."""
        # Most begin on lines of their own.
        if self.first_line != other.first_line:
            return False
        # Several JSON values may stand on one line, and have no span.
        text = None if self.span is not None else self._text
        return (self.file, self.span, text) == (other.file, other.span, text and other._text)

    def place(self, line: int, column: int) -> Location:
        """Turn a place in this piece into one in the file."""
        return Location(self.file, self.first_line + line - 1, column)

    def line(self, number: int) -> str:
        """Give a line of the file, without its end; empty when it is not in this piece."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        index = number - self.first_line
        return self._lines[index].rstrip("\r") if 0 <= index < len(self._lines) else ""

    def locate(self, path: Path, *, at_key: bool) -> tuple[Location, int]:
        """Place a path or its nearest written ancestor; also say how many steps that holds."""
        # Most documents have no finding, and so need no marks.
        from svclint.source.marks import find, tree  # noqa: PLC0415

        if self._tree is None:
            self._tree = tree(self.text)
        placed = find(self._tree, path, at_key=at_key)
        return self.place(placed.line, placed.column), placed.steps


class Document:
    """One object: ``data`` as JSON would hold it, or the ``problem`` why there is none.

    ``prefix`` is the path of the object within its chunk (``("items", 2)`` in a List).
    """

    __slots__ = (
        *("_number", "_packed", "api_version", "chunk", "data", "duplicates", "file", "kind"),
        *("object_name", "prefix", "problem", "trailing_line"),
    )
    data: Any
    chunk: Chunk

    def __init__(
        self, chunk: Chunk, data: Any = None, prefix: Path = (), problem: Problem | None = None
    ) -> None:
        self.chunk, self.data, self.prefix, self.problem = chunk, data, prefix, problem
        self.file = chunk.file
        self.duplicates: Sequence[Path] = ()
        self.trailing_line = 0
        # Every rule asks for these: they are read once. What is no text counts as missing.
        self.object_name = _object_name(data if isinstance(data, dict) else {})
        self.api_version, self.kind, _, _ = self.object_name

    @property
    def words(self) -> frozenset[str]:
        """What is odd about it: ``problem``, ``duplicates``, ``trailing_line``, ``prefix``.

        Or ``kind``, where it is no Service by what it says itself. Most have nothing of these.
        """
        is_service = self.kind == "Service" and self.api_version == "v1"
        odd = self.problem or self.duplicates or self.trailing_line or self.prefix
        if is_service and not odd:
            return _NOTHING_ODD
        names = ("problem", "duplicates", "trailing_line", "prefix")
        found = frozenset(name for name in names if getattr(self, name))
        return found if is_service else found | {"kind"}

    def rest(self, packed: bytes, number: int) -> None:
        """Forget what is packed under a number, until somebody asks for it."""
        self._packed, self._number = packed, number
        version, kind, namespace = map(sys.intern, self.object_name[:3])
        self.object_name = ObjectName(version, kind, namespace, self.object_name.name)
        self.api_version, self.kind = map(sys.intern, (self.api_version, self.kind))
        del self.data
        if self.chunk.span is not None:
            del self.chunk

    def value(self, path: Path) -> Any:
        """Give the value at a path, ``None`` where there is none."""
        value = self.data
        for step in path:
            try:
                value = value[step]
            except (LookupError, TypeError):
                return None
        return value

    def locate(self, path: Path, *, at_key: bool = False) -> tuple[Location, bool]:
        """Place a path of this object; false when only an ancestor of it is written."""
        if self.problem is not None:
            return self.chunk.place(self.problem.line, self.problem.column), True
        location, steps = self.chunk.locate((*self.prefix, *path), at_key=at_key)
        return location, steps == len(self.prefix) + len(path)


class _Resting(Document):
    """A document whose data and chunk are packed, or were: others need not look for them."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        """Unpack what can be missing, which is what rests, and for a while keep it."""
        if name not in ("chunk", "data"):
            raise AttributeError(name)
        data, first_line, span = _unpacked(self._packed)[self._number]
        found = data if name == "data" else Chunk(self.file, None, first_line, span)
        setattr(self, name, found)
        _AWAKE.append((self, name))
        if len(_AWAKE) > _MOST_AWAKE:
            delattr(*_AWAKE.popleft())
        return found


_NOTHING_ODD: frozenset[str] = frozenset()
# What was unpacked of documents, in that order.
_AWAKE: deque[tuple[Document, str]] = deque()
_MOST_AWAKE = 300


def rest(documents: Sequence[Document]) -> None:
    """Keep data and places packed, in a fiftieth of the room, until somebody asks for them.

    Documents that stand together say much the same, which is packed but once.
    """
    import zlib  # noqa: PLC0415 - very large runs only

    plain = [(each.data, each.chunk.first_line, each.chunk.span) for each in documents]
    packed = zlib.compress(marshal.dumps(plain), 1)
    for number, document in enumerate(documents):
        document.rest(packed, number)
        document.__class__ = _Resting


# Documents that stand together are asked for together.
@lru_cache(maxsize=32)
def _unpacked(packed: bytes) -> list[tuple[Any, int, tuple[int, int] | None]]:
    import zlib  # noqa: PLC0415 - very large runs only

    found: list[Any] = marshal.loads(zlib.decompress(packed))  # noqa: S302 - by ``rest``
    return found


def _object_name(data: Data) -> ObjectName:
    """Say which object this is, as far as the manifest does."""
    version, kind, names = data.get("apiVersion"), data.get("kind"), data.get("metadata")
    if not isinstance(names, dict):
        names = {}
    namespace, name = names.get("namespace"), names.get("name") or names.get("generateName")
    # Many documents are read: a loop over four would be felt.
    return ObjectName(
        version if isinstance(version, str) else "",
        kind if isinstance(kind, str) else "",
        namespace if isinstance(namespace, str) else "",
        name if isinstance(name, str) else "",
    )


def _read(file: str, span: tuple[int, int]) -> str:
    try:
        # A stream takes as long to make as all the rest takes.
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            os.lseek(descriptor, span[0], os.SEEK_SET)
            return os.read(descriptor, span[1] - span[0]).decode("utf-8", "replace")
        finally:
            os.close(descriptor)
    except OSError:
        # Gone since: places are then the first ones of the piece.
        return ""
