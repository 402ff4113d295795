"""Pieces of a YAML stream: what ``kubectl`` reads as one document each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from svclint.source.custom_resources import custom_resources
from svclint.source.kind_sniffing import may_skip, refers_to_nothing

# A piece of a stream: its first byte, the byte after its last, and the number of lines before it.
Piece = tuple[int, int, int]

try:
    from svclint.source.native_stream import pieces
except ImportError:
    # The extension could not be built.
    def pieces(_raw: bytes, _kinds: Collection[str] | None, /) -> list[Piece] | None:
        """Leave every stream to ``pieces_in_python``."""
        return None


# The beginning of a suppression comment.
MARK = b"svclint:"


def wanted_pieces(raw: bytes, kinds: Collection[str] | None) -> list[Piece]:
    """Return the pieces of a stream that may contain some kinds, and where kubectl stops."""
    found = pieces_of_kinds(raw, kinds)
    return found if kinds is None else [p for p in found if not refers_to_nothing(raw, *p[:2])]


def pieces_of_kinds(raw: bytes, kinds: Collection[str] | None) -> list[Piece]:
    """Return the pieces that may contain some kinds, whether or not they refer to Services."""
    found = pieces(raw, kinds)
    return pieces_in_python(raw, kinds) if found is None else found


def are_all_objects(file: str, raw: bytes, wanted: Sequence[Piece]) -> bool:
    """Return whether the documents of a YAML stream are those of its pieces and no others."""
    if any(start == end for start, end, _ in wanted):
        return False
    return next(custom_resources(file, raw, wanted, split), None) is None


def pieces_in_python(raw: bytes, kinds: Collection[str] | None) -> list[Piece]:
    """Return the same pieces without the extension."""
    return [
        (start, end, line)
        for start, end, line in split(raw)
        if kinds is None or start == end or not may_skip(raw[start:end], kinds)
    ]


def split(raw: bytes) -> Iterator[Piece]:
    """Split as kubectl does: a separator line that follows no text belongs to the next piece.

    kubectl stops at text on a separator line: an empty piece there is the last one.
    """
    line, start, at = 0, 0, _separator(raw, 0)
    while at >= 0:
        end = raw.find(b"\n", at) + 1 or len(raw)
        if text_on_separator(raw, at):
            yield at, at, line + raw.count(b"\n", start, at)
            return
        if at > start and not _is_head(raw, start, at):
            yield start, at, line
            line += raw.count(b"\n", start, end)
            start = end
        at = _separator(raw, end - 1)
    if start < len(raw):
        yield start, len(raw), line


def text_on_separator(raw: bytes, at: int) -> bytes:
    """Return the text after a separator on its line, unless it is a comment."""
    end = raw.find(b"\n", at)
    rest = raw[at + 3 : len(raw) if end < 0 else end].strip()
    return b"" if rest.startswith(b"#") else rest


def _is_head(raw: bytes, start: int, end: int) -> bool:
    """Return whether a piece contains only comments, among them suppressions of the next piece."""
    if raw.find(MARK, start, end) < 0:
        return False
    lines = map(bytes.strip, raw[start:end].split(b"\n"))
    return all(line[:1] in (b"", b"#") for line in lines)


def _separator(raw: bytes, start: int) -> int:
    """Return where the next line that begins with ``---`` begins, or -1."""
    if start == 0 and raw.startswith(b"---"):
        return 0
    at = raw.find(b"\n---", start)
    return at + 1 if at >= 0 else -1
