"""Make any text safe to print: what a manifest holds must not steer a terminal or a log."""

from __future__ import annotations

import unicodedata

# Controls, formats (bidirectional marks among them), surrogates, and odd line ends.
_UNSAFE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def safe(text: str) -> str:
    """Spell characters that are not to be printed as ``\\u202e``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if _is_safe(character) else _spelt(character) for character in text)


def _is_safe(character: str) -> bool:
    return unicodedata.category(character) not in _UNSAFE


def _spelt(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
