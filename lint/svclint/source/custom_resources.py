"""Custom resources among the objects that no rule reads: their kinds, names and applications.

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
_APPLICATION = re.compile(
    rb"(?:^|[{,])[ \t]*(app|k8s-app|app\.kubernetes\.io/(?:name|instance)):[ \t]*"
    rb"[\"']?([^\s\"',}]+)"
)
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
    """Return the apiVersion, the kind and some metadata of a custom resource, if a piece is one."""
    version, lines = _custom_version(piece), b"\n" + piece
    at = lines.find(b"\nkind:")
    kind = _KIND.match(lines, at + 6) if at >= 0 else None
    if version is None or kind is None:
        return None
    return {
        "apiVersion": version.decode("ascii"),
        "kind": kind[1].decode("ascii"),
        "metadata": _metadata(lines),
    }


def _metadata(lines: bytes) -> Data:
    """Return the name of a custom resource, and its labels that name the application."""
    metadata: Data = {}
    labels: dict[str, str] = {}
    for line in _metadata_lines(lines):
        name = _NAME.search(line)
        if name and "name" not in metadata:
            metadata["name"] = name[1].decode("utf-8", "replace")
        for key, value in _APPLICATION.findall(line):
            labels.setdefault(key.decode("ascii"), value.decode("utf-8", "replace"))
    return metadata | ({"labels": labels} if labels else {})


def _metadata_lines(lines: bytes) -> Iterator[bytes]:
    at = lines.find(b"\nmetadata:")
    if at < 0:
        return
    first, *following = lines[at + 10 :].split(b"\n", _MOST_LINES)[:_MOST_LINES]
    yield first.strip()
    for line in following:
        if line[:1] not in (b" ", b"\t", b"#", b""):
            return
        yield line.strip()
