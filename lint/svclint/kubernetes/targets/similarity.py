"""Similar names and label values: equal except for one letter, the case or a separator.

Whether a finding is likely depends on it, and indexes find all similar strings without comparing
each with each: two strings are similar if they share one of their ``deletion_variants``.
"""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model.suggestions import edit_distance

_SHORTEST = 3
_LONGEST = 40
_LONG = 5
# A shorter word of a name is a variant: an environment, a letter, a version.
_WORD = 4
_LARGEST_DIFFERENCE = 6
_LONG_FOR_TWO_EDITS = 7
_NO_DIGITS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_./"


def is_similar(one: str, other: str) -> bool:
    """Return whether two strings differ only in case, separators or one letter, not in digits."""
    if abs(len(one) - len(other)) > _LARGEST_DIFFERENCE:
        return False
    if digits(one) != digits(other):
        return False
    return not deletion_variants(one).isdisjoint(deletion_variants(other))


def is_likely_typo(one: str, other: str) -> bool:
    """Return whether two strings are hardly similar by chance: long, not only other in case."""
    return len(other) >= _LONG and _folded(one) != _folded(other) and is_similar(one, other)


def is_typo_of_word(one: str, other: str) -> bool:
    """Return whether two names differ by a likely typo, and not as variants do (``web-a``)."""
    ours, theirs = one.split("-"), other.split("-")
    differing = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
    is_variant = len(ours) == len(theirs) and any(min(map(len, each)) < _WORD for each in differing)
    return not is_variant and is_likely_typo(one, other)


def is_typo_of_short_word(one: str, other: str) -> bool:
    """Return whether a short word has a letter less or more than another, or two swapped.

    With another letter, it is another word: ``dex`` is none for ``dev``.
    """
    has_same_letters = len(one) != len(other) or sorted(one) == sorted(other)
    is_word = one.isalpha() and other.isalpha() and min(len(one), len(other)) >= _SHORTEST
    return is_word and has_same_letters and is_similar(one, other)


def is_meant(name: str, other: str) -> bool:
    """Return whether the name of an object was probably written for that of another one.

    Names with other digits are those of two objects, such as ``strip-v1`` and ``strip-v2``.
    """
    is_long = len(name) >= _LONG_FOR_TWO_EDITS and digits(name) == digits(other)
    return is_similar(name, other) or (is_long and bool(edit_distance(name, other, 2)))


def deletion_variants(value: str) -> set[str]:
    """Return a string without case and separators, and all variants of it without one letter.

    Of short and of very long strings, and of numbers, there are no variants.
    """
    folded = _folded(value)
    if not _SHORTEST <= len(folded) <= _LONGEST or folded.isdigit():
        return {folded}
    return {folded, *(folded[:at] + folded[at + 1 :] for at in range(len(folded)))}


def digits(value: str) -> str:
    """Return the digits of a string, which must be equal in similar strings."""
    # Most strings have digits at one end, if at all.
    middle = value.strip(_NO_DIGITS)
    return middle if not middle or middle.isdigit() else "".join(filter(str.isdigit, value))


def _folded(value: str) -> str:
    return "".join(letter for letter in value.lower() if letter.isalnum())


def name_starts(name: str) -> Iterator[str]:
    """Yield what a name begins with, and the name: ``db``, ``db-mysql`` and ``db-mysql-0``."""
    for end, each in enumerate(f"{name}-"):
        if each == "-":
            yield name[:end]
