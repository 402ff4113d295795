"""How a value is spelt in YAML and JSON."""

from __future__ import annotations

import json
import re

from svclint.model import Scalar
from svclint.source.scalars import ScalarError, plain

# What no reader of YAML takes for anything but a word, in block and in flow style.
_PLAIN = re.compile(r"[A-Za-z0-9_./](?:[A-Za-z0-9_./:-]*[A-Za-z0-9_./-])?\Z")


def spelt(value: Scalar | tuple[Scalar, ...], quote: str) -> str:
    """Spell a value on one line, texts in the quotes given; a tuple becomes a list.

    Without quotes, a text gets some where it would be read as something else.
    """
    if isinstance(value, tuple):
        return f"[{', '.join(spelt(each, quote) for each in value)}]"
    if not isinstance(value, str):
        return json.dumps(value)
    if quote == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return value if not quote and _is_plain(value) else json.dumps(value, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    try:
        return bool(_PLAIN.match(text)) and plain(text) == text
    except ScalarError:
        return False
