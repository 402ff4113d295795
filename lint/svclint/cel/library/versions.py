"""Semantic versions (cel/library/semverlib.go of Kubernetes, blang/semver)."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..errors import CelError
from ..numbers import UINT_MAX, decimal_integer
from ..text.go_quote import go_quote
from ..values import name_type
from .table import overloads

_WORD = re.compile(r"[0-9A-Za-z-]+", re.ASCII)


class Semver(NamedTuple):
    """A version; build metadata counts for equality and not for order."""

    numbers: tuple[int, int, int]
    prerelease: tuple[int | str, ...]
    build: tuple[str, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Semver) and compare(self, other) == 0

    def __hash__(self) -> int:
        return hash((self.numbers, self.prerelease))


name_type(Semver, "kubernetes.Semver")


def parse(text: str) -> Semver:
    """Parse ``1.2.3-rc.1+build``. Raises ``CelError``."""
    if not text:
        raise CelError("Version string empty")
    numbers = text.split(".", 2)
    if len(numbers) != 3:
        raise CelError("No Major.Minor.Patch elements found")
    major, minor = _number(numbers[0], "major", "Major"), _number(numbers[1], "minor", "Minor")
    rest, plus, build = numbers[2].partition("+")
    patch_text, dash, prerelease = rest.partition("-")
    patch = _number(patch_text, "patch", "Patch")
    before = tuple(map(_prerelease, prerelease.split("."))) if dash else ()
    metadata = tuple(build.split(".")) if plus else ()
    for word in metadata:
        if not word:
            raise CelError("Build meta data is empty")
        if _WORD.fullmatch(word) is None:
            raise CelError(f"Invalid character(s) found in build meta data {go_quote(word)}")
    return Semver((major, minor, patch), before, metadata)


def _number(text: str, name: str, title: str) -> int:
    if re.fullmatch(r"[0-9]*", text, re.ASCII) is None:
        raise CelError(f"Invalid character(s) found in {name} number {go_quote(text)}")
    if len(text) > 1 and text[0] == "0":
        raise CelError(f"{title} number must not contain leading zeroes {go_quote(text)}")
    if not text:
        raise CelError('strconv.ParseUint: parsing "": invalid syntax')
    number = decimal_integer(text)
    if number > UINT_MAX:
        raise CelError(f"strconv.ParseUint: parsing {go_quote(text)}: value out of range")
    return number


def _prerelease(word: str) -> int | str:
    if not word:
        raise CelError("Prerelease is empty")
    if word.isascii() and word.isdigit():
        if len(word) > 1 and word[0] == "0":
            raise CelError(
                f"Numeric PreRelease version must not contain leading zeroes {go_quote(word)}"
            )
        number = decimal_integer(word)
        if number > UINT_MAX:
            raise CelError(f"strconv.ParseUint: parsing {go_quote(word)}: value out of range")
        return number
    if _WORD.fullmatch(word) is None:
        raise CelError(f"Invalid character(s) found in prerelease {go_quote(word)}")
    return word


def parse_leniently(text: str, is_normalized: bool = True) -> Semver:
    """Parse ``v1.2`` and ``01.2.3`` as well. Raises ``CelError``."""
    if not is_normalized:
        return parse(text)
    numbers = [_without_zeroes(part) for part in text.removeprefix("v").split(".", 2)]
    if len(numbers) < 3:
        if "+" in numbers[-1] or "-" in numbers[-1]:
            raise CelError("short version cannot contain PreRelease/Build meta data")
        numbers += ["0"] * (3 - len(numbers))
    return parse(".".join(numbers))


def _without_zeroes(part: str) -> str:
    if len(part) <= 1:
        return part
    stripped = part.lstrip("0")
    return stripped if stripped[:1].isdigit() else f"0{stripped}"


def compare(one: Semver, other: Semver) -> int:
    """Order two versions: -1, 0 or 1."""
    if one.numbers != other.numbers:
        return 1 if one.numbers > other.numbers else -1
    if not one.prerelease or not other.prerelease:
        return int(bool(other.prerelease)) - int(bool(one.prerelease))
    left, right = ([_rank(word) for word in each.prerelease] for each in (one, other))
    return int(left > right) - int(left < right)


def _rank(word: int | str) -> tuple[int, int, str]:
    return (0, word, "") if isinstance(word, int) else (1, 0, word)


def _is_semver(text: str, is_normalized: bool = False) -> bool:
    try:
        parse_leniently(text, is_normalized)
    except CelError:
        return False
    return True


OVERLOADS = overloads(
    {
        "semver(string) -> semver": parse,
        "semver(string, bool) -> semver": parse_leniently,
        "isSemver(string) -> bool": _is_semver,
        "isSemver(string, bool) -> bool": _is_semver,
        ".isGreaterThan(semver, semver) -> bool": lambda one, other: compare(one, other) == 1,
        ".isLessThan(semver, semver) -> bool": lambda one, other: compare(one, other) == -1,
        ".compareTo(semver, semver) -> int": compare,
        ".major(semver) -> int": lambda version: version.numbers[0],
        ".minor(semver) -> int": lambda version: version.numbers[1],
        ".patch(semver) -> int": lambda version: version.numbers[2],
    }
)
