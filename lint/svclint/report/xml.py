"""XML whose texts come from anywhere: escaped, and without characters that XML cannot hold."""

from __future__ import annotations

from xml.sax.saxutils import escape

from svclint.report.safe import safe

_QUOTES = {'"': "&quot;", "'": "&apos;"}


def text(value: object) -> str:
    """Escape a text for content or an attribute.

    XML 1.0 (2.2) has no way to write most control characters at all; ``safe`` has spelt them.
    """
    return escape(safe(str(value)), _QUOTES)


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """Write an element on one line; ``content`` is XML already."""
    words = "".join(f' {key}="{text(value)}"' for key, value in attributes.items())
    return f"<{name}{words}>{content}</{name}>" if content else f"<{name}{words}/>"
