"""XML elements with escaped text, without characters that XML does not allow."""

from __future__ import annotations

from xml.sax.saxutils import escape

from svclint.report.safe import safe

_QUOTES = {'"': "&quot;", "'": "&apos;"}


def text(value: object) -> str:
    """Return a text escaped for content or an attribute.

    XML 1.0 (2.2) cannot represent most control characters; ``safe`` escapes them.
    """
    return escape(safe(str(value)), _QUOTES)


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """Return an element on one line; ``content`` must be XML."""
    pairs = "".join(f' {key}="{text(value)}"' for key, value in attributes.items())
    return f"<{name}{pairs}>{content}</{name}>" if content else f"<{name}{pairs}/>"
