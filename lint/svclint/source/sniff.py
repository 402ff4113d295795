"""Tell, without parsing, that a piece of YAML holds no kind that any rule reads."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

from svclint.source.kinds import CORE_KINDS

if TYPE_CHECKING:
    import re

_KIND = rb"[ \t]+([A-Z][A-Za-z0-9]{2,})[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)"
_API = rb"[ \t]+([a-z0-9.-]+/)?(v[a-z0-9]+)[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)"
# Lines that could make a second `kind`, or make this one something else: a directive, flow style,
# an odd or quoted key, a list at the top.
_ODD_LINE = rb"""\n(?:[%{\[?&!*<"'-]|[ \t]+kind:[^\n]*\nkind:)"""
# Line ends that only YAML knows.
_ODD_ENDS = (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")


def pieces(_raw: bytes, _kinds: Collection[str] | None, /) -> list[tuple[int, int, int]] | None:
    """Stand in for ``native_stream``: leave all to ``may_skip``."""
    return None


def may_skip(piece: bytes, kinds: Collection[str]) -> bool:
    """Whether the piece surely holds one object of a kind that is not among ``kinds``.

    Any doubt (JSON, flow style, quoted keys, two kinds, directives, lists) says no.
    """
    body = piece[piece.find(b"\n") + 1 :] if piece.startswith(b"---") else piece
    is_other = other_kind(body, kinds)
    return is_other and not _has_odd_ends(piece) and not _has_odd_line(body)


def other_kind(piece: bytes, kinds: Collection[str]) -> bool:
    """Whether a piece plainly says that it is of a kind that is not among ``kinds``."""
    lines = b"\n" + piece
    kind = _only(_KIND, b"\nkind:", lines)
    if kind is None:
        return False
    name = kind[1].decode("ascii")
    if name in kinds or name.endswith("List"):
        return False
    api = _only(_API, b"\napiVersion:", lines)
    return api is not None and (bool(api[1]) or name in CORE_KINDS)


def _only(pattern: bytes, key: bytes, lines: bytes) -> re.Match[bytes] | None:
    """Find what follows a top-level key that stands in a piece exactly once, and plainly."""
    at = lines.find(key)
    if at < 0 or lines.find(key, at + 1) >= 0:
        return None
    return _compiled(pattern).match(lines, at + len(key))


def _has_odd_ends(piece: bytes) -> bool:
    """Whether lines end in other ways; even one of a separator may hide what follows."""
    if b"\r" in piece and piece.count(b"\r") != piece.count(b"\r\n"):
        return True
    return not piece.isascii() and any(end in piece for end in _ODD_ENDS)


def _has_odd_line(piece: bytes) -> bool:
    return _compiled(_ODD_LINE).search(b"\n" + piece) is not None


@cache
def _compiled(pattern: bytes) -> re.Pattern[bytes]:
    import re  # noqa: PLC0415 - 3 ms, which a Service need not pay

    return re.compile(pattern)
