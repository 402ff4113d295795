"""Text (ext/strings.go of cel-go, version 2)."""

from __future__ import annotations

from typing import Any

from ..budget import allocate, spend
from ..errors import CelError
from ..runtime.conversions import to_string
from ..text.format_strings import format_values
from ..values import Unknown, size_of, width_of
from .table import overloads

# What Go's unicode.IsSpace takes for space.
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_QUOTED = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_QUOTED.update({"\v": "\\v", "\\": "\\\\", '"': '\\"'})
_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def _out_of_range(place: int) -> CelError:
    return CelError(f"index out of range: {place}")


def _char_at(text: str, place: int) -> str:
    if not 0 <= place <= len(text):
        raise _out_of_range(place)
    return text[place : place + 1]


def _index_of(text: str, part: str, start: int = 0) -> int:
    if not part:
        return start
    if start < 0:
        raise _out_of_range(start)
    return text.find(part, start)


def _last_index_of(text: str, part: str) -> int:
    return _find_last(text, part)


def _last_index_before(text: str, part: str, last: int) -> int:
    if not part:
        return last
    if last < 0:
        raise _out_of_range(last)
    return -1 if last >= len(text) else _find_last(text[: last + len(part)], part)


def _find_last(text: str, part: str) -> int:
    """Return what ``rfind`` does, in linear time, which only ``find`` takes."""
    allocate(size_of(text))
    at = text[::-1].find(part[::-1])
    return -1 if at < 0 else len(text) - at - len(part)


def _replace(text: str, old: str, new: str, count: int = -1) -> str:
    times = text.count(old)
    times = times if count < 0 else min(times, count)
    length = len(text) + times * max(0, len(new) - len(old))
    allocate(length * width_of(text, new))
    return text.replace(old, new, count)


def _split(text: str, separator: str, count: int = -1) -> list[str]:
    if count == 0:
        return []
    # A list of single characters is the longest; strings of one character are shared.
    pieces = text.count(separator) + 1 if separator else len(text)
    spend(pieces)
    allocate(size_of(text) + 60 * (pieces if separator else 0) + 8 * pieces)
    if separator:
        return text.split(separator, count - 1 if count > 0 else -1)
    characters = list(text)
    if 0 < count < len(characters):
        return [*characters[: count - 1], "".join(characters[count - 1 :])]
    return characters


def _substring(text: str, start: int) -> str:
    if not 0 <= start <= len(text):
        raise _out_of_range(start)
    return text[start:]


def _substring_between(text: str, start: int, end: int) -> str:
    if start > end:
        raise CelError(f"invalid substring range. start: {start}, end: {end}")
    for place in (start, end):
        if not 0 <= place <= len(text):
            raise _out_of_range(place)
    return text[start:end]


def _trim(text: str) -> str:
    return text.strip(_SPACE)


def _join(texts: list[Any], separator: str = "") -> str:
    for text in texts:
        if isinstance(text, Unknown):
            text.used()
        if not isinstance(text, str):
            shown = text if isinstance(text, (list, dict)) or text is None else to_string(text)
            raise CelError(f"join: invalid input: {shown}")
    allocate((sum(map(len, texts)) + len(separator) * len(texts)) * width_of(separator, *texts))
    return separator.join(texts)


def _quote(text: str) -> str:
    return f'"{"".join(_QUOTED.get(each, each) for each in text)}"'


OVERLOADS = overloads(
    {
        ".charAt(string, int) -> string": _char_at,
        ".indexOf(string, string) -> int": _index_of,
        ".indexOf(string, string, int) -> int": _index_of,
        ".lastIndexOf(string, string) -> int": _last_index_of,
        ".lastIndexOf(string, string, int) -> int": _last_index_before,
        ".lowerAscii(string) -> string": lambda text: text.translate(_LOWER),
        ".upperAscii(string) -> string": lambda text: text.translate(_UPPER),
        ".replace(string, string, string) -> string": _replace,
        ".replace(string, string, string, int) -> string": _replace,
        ".split(string, string) -> list(string)": _split,
        ".split(string, string, int) -> list(string)": _split,
        ".substring(string, int) -> string": _substring,
        ".substring(string, int, int) -> string": _substring_between,
        ".trim(string) -> string": _trim,
        ".format(string, list(dyn)) -> string": format_values,
        "strings.quote(string) -> string": _quote,
        ".join(list(string)) -> string": _join,
        ".join(list(string), string) -> string": _join,
    }
)
