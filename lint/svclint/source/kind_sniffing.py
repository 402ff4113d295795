"""Detect, without parsing, that a piece of YAML contains no kind that any rule reads."""

from __future__ import annotations

import re
from collections.abc import Collection

from svclint.source.kinds import CORE_KINDS

_KIND = re.compile(rb"[ \t]+([A-Z][A-Za-z0-9]{2,})[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)")
_API_VERSION = re.compile(rb"[ \t]+([a-z0-9.-]+/)?(v[a-z0-9]+)[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)")
# Lines that could contain a second `kind`, or change the meaning of the first: a directive, flow
# style, an unusual or quoted key, a list at the top; and what makes any object a list for kubectl.
_ODD_LINE = re.compile(rb"""\n(?:items:|[%{\[?&!*<"'-]|[ \t]+kind:[^\n]*\nkind:)""")
# Line breaks that only YAML knows: NEL, LS, PS.
_YAML_LINE_BREAKS = (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")

# Most objects of these kinds refer to no Service and are not read. A ConfigMap refers to one by a
# URL, a full name, a host with a port, or a key for hosts; all in lower case.
_HOST = (
    *(b"://", b".svc", b".cluster.local", b"host", b"server", b"addr", b"endpoint", b"broker"),
    *(b"upstream", b"contact", b"bootstrap"),
)
_REFERENCES = {
    b"kind: ConfigMap": _HOST,
    # A conversion webhook.
    b"kind: CustomResourceDefinition": (b"clientconfig",),
}
_PORT = re.compile(rb":[0-9]{2}")


def refers_to_nothing(raw: bytes, start: int, end: int) -> bool:
    """Return whether a piece is surely one object that refers to no Service, judged by its kind."""
    for kind, signs in _REFERENCES.items():
        at = raw.find(kind, start, end)
        if at >= 0 and (at == start or raw[at - 1 : at] == b"\n"):
            piece = raw[start:end]
            has_port = signs is _HOST and _PORT.search(piece) is not None
            # Much faster than a regular expression of all signs.
            if has_port or any(map(piece.lower().__contains__, signs)):
                return False
            return may_skip(piece, ())
    return False


def may_skip(piece: bytes, kinds: Collection[str]) -> bool:
    """Return whether a piece surely contains one object of a kind that is not among ``kinds``.

    False in any doubt: JSON, flow style, quoted keys, two kinds, directives, lists.
    """
    body = piece[piece.find(b"\n") + 1 :] if piece.startswith(b"---") else piece
    if not is_other_kind(body, kinds) or _has_unusual_line_breaks(piece):
        return False
    return _ODD_LINE.search(b"\n" + body) is None


def is_other_kind(piece: bytes, kinds: Collection[str]) -> bool:
    """Return whether a piece clearly declares a kind that is not among ``kinds``."""
    lines = b"\n" + piece
    kind = _only(_KIND, b"\nkind:", lines)
    if kind is None:
        return False
    name = kind[1].decode("ascii")
    if name in kinds or name.endswith("List"):
        return False
    api_version = _only(_API_VERSION, b"\napiVersion:", lines)
    return api_version is not None and (bool(api_version[1]) or name in CORE_KINDS)


def _only(pattern: re.Pattern[bytes], key: bytes, lines: bytes) -> re.Match[bytes] | None:
    """Match what follows a top-level key, if the key occurs exactly once."""
    at = lines.find(key)
    if at < 0 or lines.find(key, at + 1) >= 0:
        return None
    return pattern.match(lines, at + len(key))


def _has_unusual_line_breaks(piece: bytes) -> bool:
    """Return whether lines end in another way; even that of a separator may hide what follows."""
    if b"\r" in piece and piece.count(b"\r") != piece.count(b"\r\n"):
        return True
    return not piece.isascii() and any(each in piece for each in _YAML_LINE_BREAKS)
