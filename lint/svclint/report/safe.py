"""Make any text safe to print: what a manifest holds must not steer a terminal or a log."""

from __future__ import annotations

# Controls, formats (bidirectional marks among them), surrogates, and odd line ends.
_UNSAFE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
# GitHub's runner obeys ##[command] wherever in a line it stands (TryParse in actions/runner,
# src/Runner.Common/ActionCommand.cs), and GitHub is where many runs are logged.
_COMMAND = "##["


def safe(text: str) -> str:
    """Spell characters that are not to be printed as ``\\u202e``."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(one if _is_safe(one) else _spelt(one) for one in text)
    return text.replace(_COMMAND, "##\\x5b") if _COMMAND in text else text


def safe_file(name: str) -> str:
    """Make a file's name safe to begin a line with: ``::x`` there is a command, too."""
    shown = safe(name)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown


def _is_safe(character: str) -> bool:
    import unicodedata  # noqa: PLC0415 - most names are ASCII

    return unicodedata.category(character) not in _UNSAFE


def _spelt(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
