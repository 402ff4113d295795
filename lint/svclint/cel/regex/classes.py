"""Classes of characters and escapes in a pattern: ``[a-z]``, ``\\d``, ``\\p{Greek}``, ``\\x41``."""

from __future__ import annotations

import re
from typing import NamedTuple

from .sets import PERL, Characters, named_set, posix_set

_CONTROL = {"a": "\a", "f": "\f", "t": "\t", "n": "\n", "r": "\r", "v": "\v"}
_PUNCTUATION = frozenset("\\.+*?()|[]{}^$!\"#%&',-/:;<=>@_`~ ")
_OCTAL = re.compile(r"0[0-7]{0,2}|[1-7][0-7]{1,2}")
_HEXADECIMAL = re.compile(r"x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]+)\}")


class RegexError(ValueError):
    """A pattern that Go refuses; the message is Go's."""

    def __init__(self, why: str, at: str) -> None:
        super().__init__(f"error parsing regexp: {why}: `{at}`")


class Flags(NamedTuple):
    """The flags that apply: ``(?imsU)``."""

    folds: bool = False
    many_lines: bool = False
    dot_newline: bool = False
    is_lazy: bool = False


class ClassReader:
    """A pattern, and the position in it."""

    def __init__(self, pattern: str) -> None:
        self.pattern, self.at = pattern, 0

    def peek(self, text: str) -> bool:
        """Return whether this comes next."""
        return self.pattern.startswith(text, self.at)

    def class_escape(self, flags: Flags) -> Characters | None:
        """Parse ``\\d``, ``\\pL``, ``\\p{Greek}`` and the like, if one is next."""
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
        """Parse an escaped character."""
        start = self.at
        self.at += 2
        escaped = self.pattern[start + 1 : start + 2]
        if not escaped:
            raise RegexError("trailing backslash at end of expression", "")
        if escaped in _CONTROL:
            return _CONTROL[escaped]
        if escaped in _PUNCTUATION:
            return escaped
        octal = _OCTAL.match(self.pattern, start + 1)
        if octal is not None:
            self.at = octal.end()
            return chr(int(octal.group(), 8))
        hexadecimal = _HEXADECIMAL.match(self.pattern, start + 1)
        if hexadecimal is not None:
            code = int((hexadecimal[1] or hexadecimal[2])[:9], 16)
            self.at = hexadecimal.end()
            if code <= 0x10FFFF:
                return chr(code)
        raise RegexError("invalid escape sequence", self.pattern[start : start + 2])

    def bracket(self, flags: Flags) -> Characters:
        """Parse a class in brackets."""
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

    def member(self, flags: Flags, start: int, *, is_first: bool) -> Characters:
        """Parse one item of a class in brackets."""
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
        """Parse one character within brackets."""
        if self.at >= len(self.pattern):
            raise RegexError("missing closing ]", self.pattern[start:])
        if self.peek("\\"):
            return self.character()
        self.at += 1
        return self.pattern[self.at - 1]
