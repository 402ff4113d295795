"""Parse a regular expression into a small tree, as Go's ``regexp/syntax`` does.

Python's ``re`` reads another syntax and may take exponential time; the server does neither.
A tree is a tuple: ``("set", Characters)``, ``("join", trees)``, ``("either", trees)``,
``("repeat", tree, least, most, is_greedy)``, ``("at", place)``; ``most`` is -1 for no limit.
"""

from __future__ import annotations

import re
from typing import Any

from .classes import ClassReader, Flags, RegexError
from .sets import ANY, NOT_NEWLINE, Characters

Tree = tuple[Any, ...]
_MOST_REPEATS = 1000
_DEEPEST = 500
_COUNT = re.compile(r"\{(\d+)(,(\d*))?\}", re.ASCII)
_NAME = re.compile(r"\(\?P?<([A-Za-z0-9_]+)>")
_FLAGS = re.compile(r"\(\?([imsU]*)(?:-([imsU]+))?([:)])")


def parse(pattern: str) -> Tree:
    """Return the tree of a pattern. Raises ``RegexError``."""
    reader = _Reader(pattern)
    tree = reader.alternatives(Flags(), 0)
    if reader.at < len(pattern):
        raise RegexError("unexpected )", pattern)
    return tree


class _Reader(ClassReader):
    def alternatives(self, flags: Flags, depth: int) -> Tree:
        if depth > _DEEPEST:
            raise RegexError("expression nests too deeply", self.pattern)
        choices: list[Tree] = []
        items: list[Tree] = []
        last = -1
        while self.at < len(self.pattern) and not self.peek(")"):
            if self.peek("|"):
                self.at += 1
                choices.append(("join", items))
                items = []
                last = -1
                continue
            start = self.at
            repeat = self.repeat()
            if repeat is not None:
                if not items or last < 0:
                    what = "missing argument to repetition operator"
                    raise RegexError(what, self.pattern[start : self.at])
                if last != 0:
                    raise RegexError(
                        "invalid nested repetition operator", self.pattern[last : self.at]
                    )
                items[-1] = self.repeated(items[-1], *repeat, flags, start)
                last = start
                continue
            flags, found = self.item(flags, depth)
            if found is not None:
                items += found
                last = 0
        choices.append(("join", items))
        return ("either", choices) if len(choices) > 1 else choices[0]

    def repeat(self) -> tuple[int, int] | None:
        """Parse an operator of repetition, if one is next."""
        character = self.pattern[self.at]
        if character in "*+?":
            self.at += 1
            return {"*": (0, -1), "+": (1, -1), "?": (0, 1)}[character]
        match = _COUNT.match(self.pattern, self.at)
        if match is None:
            return None
        least = int(match[1][:6])
        most = least if match[2] is None else (int(match[3][:6]) if match[3] else -1)
        if least > _MOST_REPEATS or most > _MOST_REPEATS or 0 <= most < least:
            raise RegexError("invalid repeat count", match.group())
        self.at = match.end()
        return least, most

    def repeated(self, tree: Tree, least: int, most: int, flags: Flags, start: int) -> Tree:
        is_greedy = not flags.is_lazy
        if self.peek("?"):
            self.at += 1
            is_greedy = not is_greedy
        result = ("repeat", tree, least, most, is_greedy)
        if _times(result) > _MOST_REPEATS:
            raise RegexError("invalid repeat count", self.pattern[start : self.at])
        return result

    def item(self, flags: Flags, depth: int) -> tuple[Flags, list[Tree] | None]:
        character = self.pattern[self.at]
        if character == "(":
            return self.group(flags, depth)
        if character == "[":
            return flags, [("set", self.bracket(flags))]
        if character == "\\":
            return flags, self.escape(flags)
        self.at += 1
        if character == "^":
            return flags, [("at", "line start" if flags.many_lines else "start")]
        if character == "$":
            return flags, [("at", "line end" if flags.many_lines else "end")]
        if character == ".":
            return flags, [("set", ANY if flags.dot_newline else NOT_NEWLINE)]
        return flags, [("set", Characters.of(character, folds=flags.folds))]

    def group(self, flags: Flags, depth: int) -> tuple[Flags, list[Tree] | None]:
        start = self.at
        inner = flags
        if self.peek("(?"):
            named = _NAME.match(self.pattern, self.at)
            change = _FLAGS.match(self.pattern, self.at)
            if named is not None:
                self.at = named.end()
            elif change is not None:
                self.at = change.end()
                inner = _changed(flags, change[1], change[2] or "")
                if change[3] == ")":
                    return inner, None
            elif self.peek("(?P<") or (
                self.peek("(?<") and self.pattern[start + 3 : start + 4] not in ("=", "!")
            ):
                raise RegexError("invalid named capture", self.pattern[start:])
            else:
                raise RegexError(
                    "invalid or unsupported Perl syntax", self.pattern[start : start + 3]
                )
        else:
            self.at += 1
        tree = self.alternatives(inner, depth + 1)
        if not self.peek(")"):
            raise RegexError("missing closing )", self.pattern)
        self.at += 1
        return flags, [tree]

    def escape(self, flags: Flags) -> list[Tree]:
        following = self.pattern[self.at + 1 : self.at + 2]
        place = {"A": "start", "z": "end", "b": "boundary", "B": "no boundary"}.get(following)
        if place is not None:
            self.at += 2
            return [("at", place)]
        if following == "Q":
            body, _, _ = self.pattern[self.at + 2 :].partition("\\E")
            self.at += len(body) + (
                4 if self.pattern.startswith("\\E", self.at + 2 + len(body)) else 2
            )
            return [("set", Characters.of(each, folds=flags.folds)) for each in body]
        class_ = self.class_escape(flags)
        if class_ is not None:
            return [("set", class_)]
        return [("set", Characters.of(self.character(), folds=flags.folds))]


def _changed(flags: Flags, added: str, removed: str) -> Flags:
    fields = {"i": "folds", "m": "many_lines", "s": "dot_newline", "U": "is_lazy"}
    changes = {fields[letter]: True for letter in added}
    changes.update({fields[letter]: False for letter in removed})
    return flags._replace(**changes)


def _times(tree: Tree) -> int:
    """Return how often the innermost tree of nested repetitions is repeated."""
    if tree[0] == "repeat":
        _, inner, least, most, _ = tree
        return int(max(least, most, 1)) * _times(inner)
    if tree[0] in ("join", "either"):
        return max(map(_times, tree[1]), default=1)
    return 1
