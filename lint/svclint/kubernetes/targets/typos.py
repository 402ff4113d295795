"""Texts that differ by a slip: a letter, the case, a separator."""

from __future__ import annotations

_SHORTEST = 3
_LONG = 5
_MOST_APART = 6
_NO_DIGITS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_./"


def is_similar(one: str, other: str) -> bool:
    """Whether two texts differ by a slip: case, a separator, or one letter, but not by a number."""
    if abs(len(one) - len(other)) > _MOST_APART:
        return False
    if digits(one) != digits(other):
        return False
    return not shapes(one).isdisjoint(shapes(other))


def is_slip(one: str, other: str) -> bool:
    """Whether two texts differ by a slip that is hardly chance: long, and not in case alone."""
    return len(other) >= _LONG and _plain(one) != _plain(other) and is_similar(one, other)


def shapes(value: str) -> set[str]:
    """Give what is left of a text when one letter is left out; slips share one of these.

    Short texts and long ones are compared without their case and separators alone.
    """
    plain = _plain(value)
    if not _SHORTEST <= len(plain) <= 40 or plain.isdigit():
        return {plain}
    return {plain, *(plain[:at] + plain[at + 1 :] for at in range(len(plain)))}


def digits(value: str) -> str:
    """Give the digits of a text, in which no slip is forgiven."""
    # Most have them at one end, if at all.
    middle = value.strip(_NO_DIGITS)
    return middle if not middle or middle.isdigit() else "".join(filter(str.isdigit, value))


def _plain(value: str) -> str:
    return "".join(letter for letter in value.lower() if letter.isalnum())
