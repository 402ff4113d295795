"""Custom resources among the objects that no rule reads: only their kind and name are needed.

Operators make pods and Services of them, which are then missing in the files on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from svclint.model import Data
from svclint.source.document import Chunk, Document
from svclint.source.kinds import BUILT_IN_GROUPS

# The first byte of a piece of a stream, the byte after its last, and the lines before it.
_Piece = tuple[int, int, int]
_API_VERSION = re.compile(rb"apiVersion:[ \t]*[\"']?([a-z0-9.-]+\.[a-z]+)/([a-z0-9]+)")
_KIND = re.compile(rb"[ \t]*[\"']?([A-Z][A-Za-z0-9]+)")
_NAME = re.compile(rb"(?:^|[{,])[ \t]*name:[ \t]*[\"']?([^\s\"',}]+)")
_MOST_LINES = 50


def custom_resources(
    file: str, raw: bytes, read: Sequence[_Piece], split: Callable[[bytes], Iterable[_Piece]]
) -> Iterator[Document]:
    """Yield the custom resources of a stream outside the pieces that are ``read``.

    ``split`` returns the pieces of a part of the stream.
    """
    starts = [0, *(end for _, end, _ in read)]
    ends = [*(start for start, _, _ in read), len(raw)]
    for start, end in zip(starts, ends, strict=True):
        # Most objects that are read follow each other.
        if start == end:
            continue
        part = raw[start:end]
        if _custom_version(part) is None:
            continue
        for first, last, _ in split(part):
            found = _header(part[first:last])
            if found is not None:
                yield Document(Chunk(file, "", 1), found)


def _custom_version(part: bytes) -> bytes | None:
    """Return the first apiVersion whose group is not one of Kubernetes."""
    at = part.find(b"apiVersion:")
    while at >= 0:
        found = _API_VERSION.match(part, at)
        is_at_top = at == 0 or part[at - 1 : at] == b"\n"
        if found and is_at_top and found[1].decode("ascii") not in BUILT_IN_GROUPS:
            return found[1] + b"/" + found[2]
        at = part.find(b"apiVersion:", at + 1)
    return None


def _header(piece: bytes) -> Data | None:
    """Return the apiVersion, kind and name of a custom resource, if a piece is one."""
    version, lines = _custom_version(piece), b"\n" + piece
    at = lines.find(b"\nkind:")
    kind = _KIND.match(lines, at + 6) if at >= 0 else None
    if version is None or kind is None:
        return None
    name = _name(lines)
    return {
        "apiVersion": version.decode("ascii"),
        "kind": kind[1].decode("ascii"),
        "metadata": {"name": name} if name else {},
    }


def _name(lines: bytes) -> str:
    at = lines.find(b"\nmetadata:")
    if at < 0:
        return ""
    first, *following = lines[at + 10 :].split(b"\n", _MOST_LINES)[:_MOST_LINES]
    for line in (first, *following):
        if line is not first and line[:1] not in (b" ", b"\t", b"#", b""):
            break
        found = _NAME.search(line.strip())
        if found:
            return found[1].decode("utf-8", "replace")
    return ""
