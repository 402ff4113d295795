"""Tell, without parsing, that a piece of YAML holds no kind that any rule reads."""

from __future__ import annotations

import re
from collections.abc import Collection

from svclint.source.kinds import CORE_KINDS

_KIND = re.compile(rb"^kind:[ \t]+([A-Z][A-Za-z0-9]{2,})[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE)
_API = re.compile(
    rb"^apiVersion:[ \t]+([a-z0-9.-]+/)?(v[a-z0-9]+)[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE
)
# Anything that could make a second `kind`, or make this one something else.
_DOUBT = re.compile(
    rb"""^[%{\[?&!*<-]          # a directive, flow style, an odd key, a list at the top
       | ^["']                  # a quoted key
       | \r(?!\n)               # an old line end
       | \xc2\x85 | \xe2\x80[\xa8\xa9]   # line ends that only YAML knows
       | ^[ \t]+kind:[^\n]*\n(?=kind:)
    """,
    re.MULTILINE | re.VERBOSE,
)


def may_skip(piece: bytes, kinds: Collection[str]) -> bool:
    """Whether the piece surely holds one object of a kind that is not among ``kinds``.

    Any doubt (JSON, flow style, quoted keys, two kinds, directives, lists) says no.
    """
    if piece.startswith(b"---"):
        piece = piece[piece.find(b"\n") + 1 :]
    return other_kind(piece, kinds) and not _DOUBT.search(piece)


def other_kind(piece: bytes, kinds: Collection[str]) -> bool:
    """Whether a piece plainly says that it is of a kind that is not among ``kinds``."""
    kind, api = _only(_KIND, b"kind:", piece), _only(_API, b"apiVersion:", piece)
    if kind is None or api is None:
        return False
    name = kind[1].decode("ascii")
    is_known = bool(api[1]) or name in CORE_KINDS
    return is_known and name not in kinds and not name.endswith("List")


def _only(pattern: re.Pattern[bytes], key: bytes, piece: bytes) -> re.Match[bytes] | None:
    """Find a top-level key that stands in a piece exactly once, and plainly."""
    if piece.count(b"\n" + key) + piece.startswith(key) != 1:
        return None
    return pattern.search(piece)
