"""Patterns of paths as in ``.gitignore``, matched without exponential backtracking.

Source: gitignore(5), and ``wildmatch.c`` of Git. pathspec translates ``*a*a*ab`` into a regular
expression whose run time doubles with each star. Here, each part between two stars is matched at
the first place where it fits, as ``fnmatch`` does: a later place never matches more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

# As long as a path can be on Linux.
LONGEST_PATTERN = 4096
_NEVER = "(?!)"
_FOLDERS = "(?:[^/]+/)*"
_POSIX = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "upper": "A-Z",
    "punct": "!-/:-@\\[-`{-~",
    "space": "\\s",
    "xdigit": "0-9a-fA-F",
}


class PathPattern(NamedTuple):
    """One pattern: what matches a whole path, and what a match means."""

    expression: re.Pattern[str]
    is_negated: bool
    is_for_folders: bool


class PathPatterns:
    """A list of patterns, of which the last that matches decides."""

    def __init__(self, lines: Iterable[str]) -> None:
        found = (_pattern(line) for line in lines)
        self._patterns = [each for each in found if each is not None][::-1]
        self._is_folder_matched = lru_cache(maxsize=4096)(self._match_folder)

    def matches(self, path: str, *, is_folder: bool = False) -> bool:
        """Return whether a relative path, or a folder above it, matches."""
        above = path.rpartition("/")[0]
        is_below = bool(above) and self._is_folder_matched(above)
        return is_below or bool(self.decide(path, is_folder=is_folder))

    def decide(self, path: str, *, is_folder: bool) -> bool | None:
        """Return whether the last pattern for a path is not negated; ``None`` if none matches."""
        for expression, is_negated, is_for_folders in self._patterns:
            if (is_folder or not is_for_folders) and expression.match(path):
                return not is_negated
        return None

    def _match_folder(self, path: str) -> bool:
        steps = path.split("/")
        folders = ("/".join(steps[:number]) for number in range(1, len(steps) + 1))
        return any(self.decide(folder, is_folder=True) for folder in folders)


def pattern_problem(line: str) -> str:
    """Return why a pattern cannot match any path, or an empty string."""
    body = line.rstrip(" ").removeprefix("!").strip("/")
    if not body or line.startswith("#"):
        return "matches nothing; write a pattern such as clusters/prod/**"
    if len(line) > LONGEST_PATTERN:
        return f"is longer than {LONGEST_PATTERN} characters"
    if _NEVER in _expression(body, is_anchored=False):
        return "matches nothing; escape a backslash as \\\\ and a bracket as \\["
    return ""


def _pattern(line: str) -> PathPattern | None:
    """Return the pattern of a line; ``None`` for a comment and for what matches nothing."""
    text = line.removesuffix("\r")
    text = re.sub(r"(?<![ \\]) +\Z", "", text) if text.endswith(" ") else text
    if text.startswith("#") or len(text) > LONGEST_PATTERN:
        return None
    is_negated = text.startswith("!")
    text = text[is_negated:]
    is_for_folders = text.endswith("/") and not text.endswith("\\/")
    body = text.removesuffix("/") if is_for_folders else text
    if not body.strip("/"):
        return None
    expression = _expression(body.removeprefix("/"), is_anchored="/" in body)
    return PathPattern(re.compile(expression, re.DOTALL), is_negated, is_for_folders)


def _expression(body: str, *, is_anchored: bool) -> str:
    """Return the regular expression of a pattern without slashes at its ends."""
    translation = _Translation()
    steps = body.split("/")
    if not is_anchored:
        return f"{_FOLDERS}{translation.step(body)}\\Z"
    is_inside = len(steps) > 1 and steps[-1] == "**"
    steps = steps[:-1] if is_inside else steps
    blocks: list[list[str]] = [[]]
    for step in steps:
        if step == "**":
            blocks.append([])
        else:
            blocks[-1].append(translation.step(step))
    first, *others = ["".join(f"{step}/" for step in block) for block in blocks]
    if is_inside:
        return first + "".join(translation.atomic(f"{_FOLDERS}?{each}") for each in others) + "."
    if not others:
        return f"{first[:-1]}\\Z"
    *middle, last = others
    middle = [translation.atomic(f"{_FOLDERS}?{each}") for each in middle if each]
    return f"{first}{''.join(middle)}{_FOLDERS}{last[:-1] or '[^/]+'}\\Z"


class _Translation:
    """Translates steps of a path, numbering the groups of the expression as they are made."""

    def __init__(self) -> None:
        self.groups = 0

    def atomic(self, expression: str) -> str:
        """Return an expression that never gives back what it has matched.

        ``(?>…)`` does the same from Python 3.11 on.
        """
        self.groups += 1
        return f"(?=(?P<a{self.groups}>{expression}))(?P=a{self.groups})"

    def step(self, text: str) -> str:
        """Return the expression of one step of a path, with wildcards; it ends with the step."""
        parts = [""]
        at = 0
        while at < len(text):
            if text[at] == "*":
                parts.append("")
                at += 1
            else:
                piece, at = _character(text, at)
                parts[-1] += piece
        first, *others = parts
        if others:
            *middle, last = others
            first += "".join(self.atomic(f"[^/]*?{each}") for each in middle if each)
            first += f"[^/]*{last}"
        return self.atomic(f"{first}(?=/|\\Z)")


def _character(text: str, at: int) -> tuple[str, int]:
    """Return the expression of the next character, and the place after it."""
    character = text[at]
    if character == "?":
        return "[^/]", at + 1
    if character == "[":
        return _bracket(text, at + 1)
    if character == "\\":
        return (re.escape(text[at + 1]), at + 2) if at + 1 < len(text) else (_NEVER, at + 1)
    return re.escape(character), at + 1


def _bracket(text: str, at: int) -> tuple[str, int]:
    """Return the expression of a set of characters, and the place after it."""
    is_negated = text[at : at + 1] in ("!", "^") and at < len(text)
    at += is_negated
    members: list[str] = []
    start = at
    while at < len(text) and (text[at] != "]" or at == start):
        named = re.compile(r"\[:([a-z]+):\]").match(text, at)
        if named is not None:
            members.append(_POSIX.get(named[1], ""))
            at = named.end()
            continue
        low, at = _member(text, at)
        high = low
        if text[at : at + 1] == "-" and text[at + 1 : at + 2] not in ("", "]"):
            high, at = _member(text, at + 1)
        if low <= high:
            members.append(f"{re.escape(low)}-{re.escape(high)}")
    if at >= len(text):
        return _NEVER, at
    if not any(members):
        return ("[^/]" if is_negated else _NEVER), at + 1
    return f"(?!/)[{'^' if is_negated else ''}{''.join(members)}]", at + 1


def _member(text: str, at: int) -> tuple[str, int]:
    at += text[at] == "\\" and at + 1 < len(text)
    return text[at], at + 1
