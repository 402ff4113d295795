"""Escape text for terminals and logs, which a manifest must not be able to control."""

from __future__ import annotations

import re
import unicodedata

# Categories of control characters, bidirectional marks, surrogates and unusual line ends.
_UNSAFE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
# The GitHub runner executes ##[command] anywhere in a line of a log (TryParse in actions/runner,
# src/Runner.Common/ActionCommand.cs), as the agent of Azure Pipelines does ##vso[command]. GitHub
# also executes ::command:: at the start of a line, after white space.
_COMMAND = re.compile("(##(?:vso)?)\\[", re.IGNORECASE)
_LINE_COMMAND = re.compile("^[ \t]*::[a-z]|##(?:vso)?\\[", re.IGNORECASE | re.MULTILINE)


def safe(text: str) -> str:
    """Return a text with unprintable characters escaped as ``\\u202e``."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(one if _is_safe(one) else _escaped(one) for one in text)
    return _COMMAND.sub("\\1\\\\x5b", text) if "##" in text else text


def is_harmless(text: str) -> bool:
    """Return whether a text of several lines contains neither commands nor control characters."""
    controls = (one for one in text if one not in "\t\r\n" and not one.isprintable())
    unsafe = any(unicodedata.category(one) in ("Cc", "Cs") for one in controls)
    return not unsafe and _LINE_COMMAND.search(text) is None


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
