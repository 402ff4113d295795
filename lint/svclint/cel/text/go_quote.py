"""Quote text as Go's ``%q`` does."""

from __future__ import annotations

_ESCAPES = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPES.update({"\v": "\\v", "\\": "\\\\", '"': '\\"'})


def go_quote(text: str) -> str:
    """Return a text quoted as Go's ``%q`` does."""
    quoted = [_ESCAPES.get(each) or (each if _is_shown(each) else _escape(each)) for each in text]
    return f'"{"".join(quoted)}"'


def _is_shown(character: str) -> bool:
    return character == " " or (character.isprintable() and not character.isspace())


def _escape(character: str) -> str:
    code = ord(character)
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
