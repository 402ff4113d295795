"""Escape text for terminals and logs, which a manifest must not be able to control."""

from __future__ import annotations

import unicodedata

# Categories of control characters, bidirectional marks, surrogates and unusual line ends.
_UNSAFE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
# The GitHub runner executes ##[command] anywhere in a line of a log (TryParse in actions/runner,
# src/Runner.Common/ActionCommand.cs).
_COMMAND = "##["


def safe(text: str) -> str:
    """Return a text with unprintable characters escaped as ``\\u202e``."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(one if _is_safe(one) else _escaped(one) for one in text)
    return text.replace(_COMMAND, "##\\x5b") if _COMMAND in text else text


def safe_file(name: str) -> str:
    """Return a file name that is safe at the start of a line, where ``::x`` is a command, too."""
    shown = safe(name)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown


def _is_safe(character: str) -> bool:
    return unicodedata.category(character) not in _UNSAFE


def _escaped(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
