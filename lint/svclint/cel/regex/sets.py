"""Sets of characters for regular expressions."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

_LAST = "\U0010ffff"


class Characters(NamedTuple):
    """A set: ranges, subsets and a test; ``folds`` ignores case, ``is_negated`` inverts it."""

    ranges: tuple[tuple[str, str], ...]
    folds: bool = False
    is_negated: bool = False
    subsets: tuple[Characters, ...] = ()
    test: Callable[[str], bool] | None = None

    @classmethod
    def of(cls, character: str, *, folds: bool) -> Characters:
        """Return the set of one character."""
        return cls(((character, character),), folds)

    def has(self, character: str) -> bool:
        """Return whether a character is in the set."""
        found = self._holds(character) or (
            self.folds and any(map(self._holds, _variants(character)))
        )
        return found != self.is_negated

    def _holds(self, character: str) -> bool:
        return (
            any(first <= character <= last for first, last in self.ranges)
            or (self.test is not None and self.test(character))
            or any(subset.has(character) for subset in self.subsets)
        )

    def joined(self, other: Characters) -> Characters:
        """Return the union of two sets."""
        return Characters((), subsets=(*(self.subsets or (self,)), other))

    def negated(self) -> Characters:
        """Return the set of all other characters."""
        return Characters((), is_negated=True, subsets=(self,))


# Characters whose lower case is an ordinary letter that has another upper case.
_ALSO = {"k": "\u212a", "s": "\u017f", "\xe5": "\u212b"}


@lru_cache(maxsize=1024)
def _variants(character: str) -> tuple[str, ...]:
    """Return the other cases of a character."""
    found = {character.lower(), character.upper(), character.casefold()}
    found |= {each.upper() for each in found} | {each.lower() for each in found}
    found |= {_ALSO[each] for each in found if each in _ALSO}
    return tuple(each for each in found if len(each) == 1)


ANY = Characters((("\0", _LAST),))
NOT_NEWLINE = Characters((("\n", "\n"),)).negated()
_DIGIT = Characters((("0", "9"),))
_SPACE = Characters((("\t", "\n"), ("\f", "\r"), (" ", " ")))
_WORD = Characters((("0", "9"), ("A", "Z"), ("_", "_"), ("a", "z")))
PERL = {
    "d": _DIGIT,
    "D": _DIGIT.negated(),
    "s": _SPACE,
    "S": _SPACE.negated(),
    "w": _WORD,
    "W": _WORD.negated(),
}
_POSIX: dict[str, tuple[tuple[str, str], ...]] = {
    "alnum": (("0", "9"), ("A", "Z"), ("a", "z")),
    "alpha": (("A", "Z"), ("a", "z")),
    "ascii": (("\0", "\x7f"),),
    "blank": (("\t", "\t"), (" ", " ")),
    "cntrl": (("\0", "\x1f"), ("\x7f", "\x7f")),
    "digit": (("0", "9"),),
    "graph": (("!", "~"),),
    "lower": (("a", "z"),),
    "print": ((" ", "~"),),
    "punct": (("!", "/"), (":", "@"), ("[", "`"), ("{", "~")),
    "space": (("\t", "\r"), (" ", " ")),
    "upper": (("A", "Z"),),
    "word": _WORD.ranges,
    "xdigit": (("0", "9"), ("A", "F"), ("a", "f")),
}
# The standard library knows no scripts; a character's name begins with its script's.
_SCRIPTS = {"Han": "CJK ", **{name: f"{name.upper()} " for name in (
    "Arabic", "Armenian", "Bengali", "Cyrillic", "Devanagari", "Ethiopic", "Georgian", "Greek",
    "Hangul", "Hebrew", "Hiragana", "Katakana", "Khmer", "Lao", "Latin", "Mongolian", "Tamil",
    "Thai", "Tibetan",
)}}  # fmt: skip
_CATEGORIES = frozenset(
    [
        "C",
        "Cc",
        "Cf",
        "Co",
        "Cs",
        "L",
        "Ll",
        "Lm",
        "Lo",
        "Lt",
        "Lu",
        "M",
        "Mc",
        "Me",
        "Mn",
        "N",
        "Nd",
        "Nl",
        "No",
        "P",
        "Pc",
        "Pd",
        "Pe",
        "Pf",
        "Pi",
        "Po",
        "Ps",
        "S",
        "Sc",
        "Sk",
        "Sm",
        "So",
        "Z",
        "Zl",
        "Zp",
        "Zs",
    ]
)


def posix_set(name: str) -> Characters | None:
    """Return the set of ``[:name:]``, ``None`` for an unknown name."""
    ranges = _POSIX.get(name)
    return None if ranges is None else Characters(ranges)


def named_set(name: str, *, folds: bool) -> Characters | None:
    """Return the set of ``\\p{name}``: a category of Unicode or a script; ``None`` if unknown."""
    if name == "Any":
        return ANY
    if name in _CATEGORIES:
        return Characters((), folds, test=lambda each: unicodedata.category(each).startswith(name))
    prefix = _SCRIPTS.get(name)
    if prefix is None:
        return None
    return Characters((), folds, test=lambda each: unicodedata.name(each, "").startswith(prefix))
