"""Read the plain half of YAML at twice libyaml's speed: block style, one line for each scalar.

Whatever is not surely plain (nested flow style, block scalars, anchors, tags, escapes, scalars of
several lines, a key written twice, anything that libyaml may refuse) is left to libyaml. A test
holds the two equal.
"""

from __future__ import annotations

import re
from typing import Any

from svclint.source.problem import MAX_DEPTH
from svclint.source.scalars import ScalarError
from svclint.source.words import names, words

# Indentation; a dash, key and value; or a dash and value; or a comment; or else what is not plain.
_LINES = re.compile(
    r"^( *)(?:(- +)?([A-Za-z_][A-Za-z0-9_./-]{0,127}):(?: +(.+)| *)|(- +)(.+)|#.*|)$|^(.+)$",
    re.MULTILINE,
)
# Longer texts would take too much memory at once.
_LONGEST = 1 << 20
_QUOTES = ("'", '"')
_PLAIN_STARTS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./~+$(")
# Flow style on one line, as it is written for resources and arguments; compiled when met.
_WORD = r"""-{0,2}[A-Za-z0-9_./][A-Za-z0-9_./=-]*|"[^"\\]*"|'[^']*'"""
_PAIR = rf"([A-Za-z_][A-Za-z0-9_./-]{{0,127}}): +({_WORD})"
_FLOW_MAP = rf"\{{ *(?:{_PAIR}(?: *, *{_PAIR})*)? *\}}"
_FLOW_LIST = rf"\[ *(?:(?:{_WORD})(?: *, *(?:{_WORD}))*)? *\]"


class _DoubtError(Exception):
    """A text is not surely plain."""


def read_plain(text: str) -> dict[str, Any] | None:
    """Read a text whose top is a mapping; ``None`` where libyaml must see to it."""
    text = text.removeprefix("---\n")
    if len(text) > _LONGEST or not text.isascii() or not text.replace("\n", "").isprintable():
        return None
    try:
        return _read(text) or None
    except (_DoubtError, ScalarError):
        return None


def _read(text: str) -> dict[str, Any]:  # noqa: PLR0912 - one loop, the hottest of all
    """Read line by line; open collections stand on a stack with the columns they began at."""
    root: dict[str, Any] = {}
    top: Any = root
    column = 0
    stack: list[tuple[int, Any]] = []
    # The key whose value is still to come.
    due = ""
    for indent, dash, key, value, item_dash, item, odd in _LINES.findall(text):
        if odd:
            raise _DoubtError
        is_item = dash or item_dash
        if not key and not is_item:
            continue
        at = len(indent)
        if due:
            if at > column or (at == column and is_item):
                stack.append((column, top))
                top[due] = top = [] if is_item else {}
                column = at
                if len(stack) > MAX_DEPTH - 2:
                    raise _DoubtError
            else:
                top[due] = None
            due = ""
        while at < column or (at == column and not is_item and top.__class__ is list):
            column, top = stack.pop()
        if at != column or (top.__class__ is list) is not bool(is_item):
            raise _DoubtError
        if is_item:
            if item:
                top.append(_value(item))
                continue
            stack.append((column, top))
            inner: dict[str, Any] = {}
            top.append(inner)
            column, top = at + len(dash), inner
        name = names[key]
        if name in top:
            raise _DoubtError
        if value:
            top[name] = _value(value)
        else:
            due = name
    if due:
        top[due] = None
    return root


def _value(raw: str) -> Any:
    if raw[-1] == " ":
        raw = raw.rstrip(" ")
    first = raw[:1]
    if first in _PLAIN_STARTS:
        if ": " in raw or " #" in raw or raw[-1] == ":":
            raise _DoubtError
        return words[raw]
    if first in _QUOTES:
        if raw[-1] == first and raw.count(first) == 2 and (first == "'" or "\\" not in raw):
            return raw[1:-1]
    elif first == "{" and re.fullmatch(_FLOW_MAP, raw):
        pairs = re.findall(_PAIR, raw)
        found = {names[key]: _word(word) for key, word in pairs}
        if len(found) == len(pairs):
            return found
    elif first == "[" and re.fullmatch(_FLOW_LIST, raw):
        return [_word(word) for word in re.findall(_WORD, raw)]
    raise _DoubtError


def _word(raw: str) -> Any:
    return raw[1:-1] if raw[0] in _QUOTES else words[raw]
