"""Format values as YAML and JSON."""

from __future__ import annotations

import json
import re

from svclint.model import Scalar
from svclint.source.scalars import ScalarError, resolve_plain

# Strings that every YAML parser reads as themselves, without quotes, in block and flow style.
_UNQUOTED = re.compile(r"[A-Za-z0-9_./](?:[A-Za-z0-9_./:-]*[A-Za-z0-9_./-])?\Z")


def format_value(value: Scalar | tuple[Scalar, ...], quote: str) -> str:
    """Return a value on one line, strings in the given quotes; a tuple becomes a list.

    With ``quote`` empty, a string gets quotes only if it would be read as something else.
    """
    if isinstance(value, tuple):
        return f"[{', '.join(format_value(each, quote) for each in value)}]"
    if not isinstance(value, str):
        return json.dumps(value)
    if quote == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return value if not quote and _needs_no_quotes(value) else json.dumps(value, ensure_ascii=False)


def _needs_no_quotes(text: str) -> bool:
    try:
        return bool(_UNQUOTED.match(text)) and resolve_plain(text) == text
    except ScalarError:
        return False
