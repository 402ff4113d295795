"""Read the plain half of YAML at three times libyaml's speed: block style, a line for each scalar.

Whatever is not surely plain (nested flow style, block scalars, anchors, tags, escapes, scalars of
several lines, a key written twice, anything that libyaml may refuse) is left to libyaml. A test
holds the two equal. Most lines of a run stand in many of its manifests, and are taken apart once.
"""

from __future__ import annotations

import re
from typing import Any

from svclint.source.problem import MAX_DEPTH
from svclint.source.scalars import ScalarError, plain
from svclint.source.words import names, words

# What a line holds: its indentation (-1 of a blank one), the column behind its dash (0 without
# one), its key (empty for an item that is a scalar), and its value.
Line = tuple[int, int, str, Any]

# What stands before a value: indentation, a dash, a key.
_HEAD = re.compile(r"( *)(- +)?([A-Za-z_][A-Za-z0-9_./-]{0,127})\Z")
# A line without a value behind a key: indentation; a key, or a dash and a value, or a comment.
_LINE = re.compile(r"( *)(?:(?:- +)?[A-Za-z_][A-Za-z0-9_./-]{0,127}:|(- +)(.+)|#.*|)\Z")
# Longer texts would take too much memory at once.
LONGEST = 1 << 20
_MOST_LINES, _LONGEST_LINE = 1 << 15, 200
_QUOTES = ("'", '"')
_PLAIN_STARTS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./~+$(")
_OPTION = re.compile(r"-{1,2}[A-Za-z0-9]")
# Flow style on one line, as it is written for resources and arguments.
_WORD = r"-{0,2}[A-Za-z0-9_./](?:[A-Za-z0-9_./=-]|:(?=[A-Za-z0-9_./=-]))*"
WORD = rf"""{_WORD}|"[^"\\]*"|'[^']*'"""
PAIR = rf"([A-Za-z_][A-Za-z0-9_./-]{{0,127}}): +({WORD})"
_FLOW_MAP = rf"\{{ *(?:{PAIR}(?: *, *{PAIR})*)? *\}}"
_FLOW_LIST = rf"\[ *(?:(?:{WORD})(?: *, *(?:{WORD}))*)? *\]"
# Stands for the value of a key that is still to come.
DUE: Any = object()
_BLANK: Line = (-1, 0, "", None)


class DoubtError(Exception):
    """A text is not surely plain."""


def read_plain(text: str) -> dict[str, Any] | None:
    """Read a text whose top is a mapping; ``None`` where libyaml must see to it."""
    if len(text) > LONGEST:
        return None
    try:
        return _read(text.removeprefix("---\n")) or None
    except (DoubtError, ScalarError):
        return None


def _read(text: str) -> dict[str, Any]:  # noqa: PLR0912 - one loop, the hottest of all
    """Read line by line; open collections stand on a stack with the columns they began at."""
    root: dict[str, Any] = {}
    top: Any = root
    column, is_list = 0, False
    stack: list[tuple[int, bool, Any]] = []
    # The key whose value is still to come.
    due = ""
    known = lines.get
    for line in text.split("\n"):
        at, behind, key, value = known(line) or learn(line)
        if at < 0:
            continue
        if due:
            if at > column or (at == column and behind):
                stack.append((column, is_list, top))
                column, is_list = at, behind > 0
                top[due] = top = [] if is_list else {}
                if len(stack) > MAX_DEPTH - 2:
                    raise DoubtError
            else:
                top[due] = None
            due = ""
        # Most lines are one more key of a mapping.
        if at != column or behind or is_list:
            while at < column or (at == column and not behind and is_list):
                column, is_list, top = stack.pop()
            if at != column or is_list is not (behind > 0):
                raise DoubtError
            if behind:
                if not key:
                    top.append(value)
                    continue
                stack.append((column, is_list, top))
                inner: dict[str, Any] = {}
                top.append(inner)
                column, is_list, top = behind, False, inner
        if key in top:
            raise DoubtError
        if value is DUE:
            due = key
        else:
            top[key] = value
    if due:
        top[due] = None
    return root


# What is known of lines, and of that which stands before values.
lines: dict[str, Line] = {}
_heads: dict[str, tuple[int, int, str]] = {}


def learn(text: str) -> Line:
    """Take a line apart, and remember it. Raises ``DoubtError`` and ``ScalarError``.

    A line that holds a collection is not remembered, lest it be shared.
    """
    line = _line(text)
    if len(text) <= _LONGEST_LINE and line[3].__class__ not in (dict, list):
        if len(lines) >= _MOST_LINES:
            lines.clear()
        lines[text] = line
    return line


def _line(text: str) -> Line:
    before, mark, raw = text.partition(": ")
    if not text.isprintable():
        raise DoubtError
    head = (_heads.get(before) or _head(before)) if mark else None
    if head is not None:
        at, behind, key = head
        if raw[:1] in _PLAIN_STARTS and " " not in raw and raw[-1] != ":":
            return at, behind, key, plain(raw)
        raw = raw.lstrip(" ")
        return at, behind, key, _value(raw) if raw else DUE
    found = _LINE.match(text)
    if found is None:
        raise DoubtError
    indent, dash, item = found.groups()
    if dash:
        at = len(indent)
        value = _value(item)
        if value is DUE:
            raise DoubtError
        return at, at + len(dash), "", value
    if text[-1:] != ":" or text.lstrip(" ")[0] == "#":
        return _BLANK
    head = _head(text[:-1])
    assert head is not None
    return *head, DUE


def _head(text: str) -> tuple[int, int, str] | None:
    """Take apart what stands before a value, and remember it."""
    found = _HEAD.match(text)
    if found is None:
        return None
    if len(_heads) >= _MOST_LINES:
        _heads.clear()
    at = len(found[1])
    head = _heads[text] = at, at + len(found[2]) if found[2] else 0, names[found[3]]
    return head


def _value(raw: str) -> Any:
    first = raw[0]
    if first == "#":
        return DUE
    if first in _PLAIN_STARTS or first > "\x7f" or (first == "-" and _OPTION.match(raw)):
        if " " in raw:
            raw = raw.partition(" #")[0].rstrip(" ")
            if ": " in raw:
                raise DoubtError
        if raw[-1] == ":":
            raise DoubtError
        return plain(raw)
    raw = raw.rstrip(" ")
    if first in _QUOTES:
        text, _, rest = raw[1:].partition(first)
        is_ended = raw.find(first, 1) > 0 and (not rest or rest.lstrip(" ")[0] + rest[0] == "# ")
        if is_ended and (first == "'" or "\\" not in text):
            return text
    elif first == "{" and re.fullmatch(_FLOW_MAP, raw):
        pairs = re.findall(PAIR, raw)
        flow = {names[key]: _word(word) for key, word in pairs}
        if len(flow) == len(pairs):
            return flow
    elif first == "[" and re.fullmatch(_FLOW_LIST, raw):
        return [_word(word) for word in re.findall(WORD, raw)]
    raise DoubtError


def _word(raw: str) -> Any:
    return raw[1:-1] if raw[0] in _QUOTES else words[raw]
