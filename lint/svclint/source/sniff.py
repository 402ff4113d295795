"""Tell, without parsing, that a piece of YAML holds no kind that any rule reads."""

from __future__ import annotations

import re
from collections.abc import Collection

_KIND = re.compile(rb"^kind:[ \t]+([A-Za-z][A-Za-z0-9]*)[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE)
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
    found = _KIND.findall(piece)
    if len(found) != 1 or piece.count(b"\nkind:") + piece.startswith(b"kind:") != 1:
        return False
    kind = found[0].decode("ascii")
    if kind in kinds or kind.endswith("List") or kind.casefold() in ("service", "services"):
        return False
    return not _DOUBT.search(piece)
