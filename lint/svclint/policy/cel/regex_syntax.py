"""The syntax of regular expressions, as Go's ``regexp/syntax`` reads it, to a small tree.

Python's ``re`` reads another syntax, and may take exponential time; neither is what the server does.
A tree is a tuple: ``("set", Characters)``, ``("join", trees)``, ``("either", trees)``,
``("repeat", tree, least, most, is_greedy)``, ``("at", place)``; ``most`` is -1 where there is none.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from svclint.policy.cel.regex_sets import ANY, NOT_NEWLINE, PERL, Characters, named_set, posix_set

Tree = tuple[Any, ...]
_MOST_REPEATS = 1000
_DEEPEST = 500
_COUNT = re.compile(r"\{(\d+)(,(\d*))?\}", re.ASCII)
_CONTROL = {"a": "\a", "f": "\f", "t": "\t", "n": "\n", "r": "\r", "v": "\v"}
_PUNCTUATION = frozenset("\\.+*?()|[]{}^$!\"#%&',-/:;<=>@_`~ ")
_NAME = re.compile(r"\(\?P?<([A-Za-z0-9_]+)>")
_FLAGS = re.compile(r"\(\?([imsU]*)(?:-([imsU]+))?([:)])")


class RegexError(ValueError):
    """A pattern that Go refuses; the message is Go's."""

    def __init__(self, why: str, at: str) -> None:
        super().__init__(f"error parsing regexp: {why}: `{at}`")


class _Flags(NamedTuple):
    folds: bool = False
    many_lines: bool = False
    dot_newline: bool = False
    is_lazy: bool = False


def parse(pattern: str) -> Tree:
    """Read a pattern. Raises ``RegexError``."""
    reader = _Reader(pattern)
    tree = reader.alternatives(_Flags(), 0)
    if reader.at < len(pattern):
        raise RegexError("unexpected )", pattern)
    return tree


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern, self.at = pattern, 0

    def peek(self, text: str) -> bool:
        return self.pattern.startswith(text, self.at)

    def alternatives(self, flags: _Flags, depth: int) -> Tree:
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
        """Read an operator of repetition, if one is next."""
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

    def repeated(self, tree: Tree, least: int, most: int, flags: _Flags, start: int) -> Tree:
        is_greedy = not flags.is_lazy
        if self.peek("?"):
            self.at += 1
            is_greedy = not is_greedy
        result = ("repeat", tree, least, most, is_greedy)
        if _times(result) > _MOST_REPEATS:
            raise RegexError("invalid repeat count", self.pattern[start : self.at])
        return result

    def item(self, flags: _Flags, depth: int) -> tuple[_Flags, list[Tree] | None]:
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

    def group(self, flags: _Flags, depth: int) -> tuple[_Flags, list[Tree] | None]:
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

    def escape(self, flags: _Flags) -> list[Tree]:
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

    def class_escape(self, flags: _Flags) -> Characters | None:
        """Read ``\\d``, ``\\pL``, ``\\p{Greek}`` and the like, if one is next."""
        following = self.pattern[self.at + 1 : self.at + 2]
        if following in PERL:
            self.at += 2
            return PERL[following]
        if following not in ("p", "P"):
            return None
        start = self.at
        name = self.pattern[start + 2 : start + 3]
        if name == "{":
            end = self.pattern.find("}", start)
            if end < 0:
                raise RegexError("invalid character class range", self.pattern[start:])
            name = self.pattern[start + 3 : end]
            self.at = end + 1
        else:
            self.at = start + 3
        is_negated = (following == "P") != name.startswith("^")
        found = named_set(name.removeprefix("^"), folds=flags.folds)
        if found is None:
            raise RegexError("invalid character class range", self.pattern[start : self.at])
        return found.negated() if is_negated else found

    def character(self) -> str:
        """Read an escaped character."""
        start = self.at
        self.at += 2
        escaped = self.pattern[start + 1 : start + 2]
        if not escaped:
            raise RegexError("trailing backslash at end of expression", "")
        if escaped in _CONTROL:
            return _CONTROL[escaped]
        if escaped in _PUNCTUATION:
            return escaped
        octal = re.compile(r"0[0-7]{0,2}|[1-7][0-7]{1,2}").match(self.pattern, start + 1)
        if octal is not None:
            self.at = octal.end()
            return chr(int(octal.group(), 8))
        hexadecimal = re.compile(r"x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]+)\}").match(
            self.pattern, start + 1
        )
        if hexadecimal is not None:
            code = int((hexadecimal[1] or hexadecimal[2])[:9], 16)
            self.at = hexadecimal.end()
            if code <= 0x10FFFF:
                return chr(code)
        raise RegexError("invalid escape sequence", self.pattern[start : start + 2])

    def bracket(self, flags: _Flags) -> Characters:
        start = self.at
        self.at += 1
        is_negated = self.peek("^")
        self.at += is_negated
        found = Characters(())
        is_first = True
        while is_first or not self.peek("]"):
            if self.at >= len(self.pattern):
                raise RegexError("missing closing ]", self.pattern[start:])
            found = found.joined(self.member(flags, start, is_first=is_first))
            is_first = False
        self.at += 1
        return found.negated() if is_negated else found

    def member(self, flags: _Flags, start: int, *, is_first: bool) -> Characters:
        if self.peek("[:"):
            end = self.pattern.find(":]", self.at + 2)
            if end >= 0:
                name = self.pattern[self.at + 2 : end]
                found = posix_set(name.removeprefix("^"))
                if found is None:
                    raise RegexError(
                        "invalid character class range", self.pattern[self.at : end + 2]
                    )
                self.at = end + 2
                return found.negated() if name.startswith("^") else found
        if self.peek("-") and not is_first and not self.pattern.startswith("-]", self.at):
            following = self.pattern[self.at : self.at + 2]
            if len(following) < 2 or following[1] != "]":
                raise RegexError("invalid character class range", following)
        if self.peek("\\"):
            class_ = self.class_escape(flags)
            if class_ is not None:
                return class_
        first = self.bracket_character(start)
        last = first
        if self.peek("-") and not self.pattern.startswith("-]", self.at):
            self.at += 1
            last = self.bracket_character(start)
            if last < first:
                raise RegexError("invalid character class range", f"{first}-{last}")
        return Characters(((first, last),), flags.folds)

    def bracket_character(self, start: int) -> str:
        if self.at >= len(self.pattern):
            raise RegexError("missing closing ]", self.pattern[start:])
        if self.peek("\\"):
            return self.character()
        self.at += 1
        return self.pattern[self.at - 1]


def _changed(flags: _Flags, added: str, removed: str) -> _Flags:
    fields = {"i": "folds", "m": "many_lines", "s": "dot_newline", "U": "is_lazy"}
    changes = {fields[letter]: True for letter in added}
    changes.update({fields[letter]: False for letter in removed})
    return flags._replace(**changes)


def _times(tree: Tree) -> int:
    """Give how often the innermost repetition of a tree is written out."""
    if tree[0] == "repeat":
        _, inner, least, most, _ = tree
        return max(least, most, 1) * _times(inner)
    if tree[0] in ("join", "either"):
        return max(map(_times, tree[1]), default=1)
    return 1
