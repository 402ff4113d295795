"""Keys that a mapping contains before the last one of the same name."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ITEM = re.compile(r" *(?:- +)+")
_COMMENT_OR_EMPTY = re.compile(r"[ \t]*(?:#|$)")
# So that many keys take no time with the square of their number.
_MOST_LINES = 1000


def earlier_key(lines: Sequence[str], line: int, column: int, key: str) -> int | None:
    """Return the line of the key before one at a place, both from 1, in block style.

    ``None`` if it is on the same line, too far away, or written in another way. A key of a block
    scalar is indented more than those of the mapping around it.
    """
    at = column - 1
    own = re.compile(rf"['\"]?{re.escape(key)}['\"]?[ \t]*:(?:\s|$)")
    if lines[line - 1][:at].strip():
        return None
    for number in range(line - 1, max(line - 1 - _MOST_LINES, 0), -1):
        text = lines[number - 1]
        if _COMMENT_OR_EMPTY.match(text):
            continue
        begin = text[:at]
        # The first key of an item stands behind its dash.
        is_item = _ITEM.fullmatch(begin) is not None
        if begin.strip() and not is_item:
            return None
        if own.match(text, at):
            return number
        if is_item:
            return None
    return None
