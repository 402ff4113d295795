"""Plain scalars that were resolved before: few words make most of all manifests."""

from __future__ import annotations

from sys import intern
from typing import Any

from svclint.source.scalars import key, plain

_MOST_WORDS = 1 << 14
# What the key ``<<`` stands for.
MERGE: Any = object()


class _Words(dict[str, Any]):
    """What a plain value stands for."""

    def __missing__(self, text: str) -> Any:
        if len(self) >= _MOST_WORDS:
            self.clear()
        value = self[text] = plain(text)
        return value


class _Names(dict[str, Any]):
    """What a plain key stands for."""

    def __missing__(self, text: str) -> Any:
        if len(self) >= _MOST_WORDS:
            self.clear()
        # Rules look keys up by constants, which are interned.
        name = self[text] = MERGE if text == "<<" else intern(key(plain(text)))
        return name


words, names = _Words(), _Names()
