"""Parse JSON as kubectl does: one value after another in a stream."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from json import JSONDecodeError
from typing import Any, NamedTuple

from svclint.model.data import is_same_json
from svclint.model.json_text import MAX_DEPTH, TOO_DEEP, is_deeper
from svclint.source.parse_result import DuplicateKey, Problem

# How the problem of a text begins that is not JSON; kubectl 1.33 and newer then try YAML.
AS_JSON = "the file is read as JSON, since it begins with `{`: "
_BLANK = re.compile(r"[ \t\n\r]*")


class JsonError(Exception):
    """The text is not JSON; ``problem`` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class YamlFollows(Exception):
    """A line of ``---`` ends the JSON of a stream; the rest, from ``position`` on, is YAML."""

    def __init__(self, position: int) -> None:
        super().__init__()
        self.position = position


class JsonValue(NamedTuple):
    """One value of a stream: its range of bytes, its place, its duplicate top-level keys.

    Lines count from 1, columns from 0.
    """

    value: Any
    text: str
    span: tuple[int, int]
    line: int
    column: int
    duplicate_keys: list[DuplicateKey]


def json_values(text: str) -> Iterator[JsonValue]:
    """Yield each value of a stream.

    Raises ``JsonError``, and ``YamlFollows`` (kubectl 1.33 and newer read such streams).
    """
    end, line, line_start, last_byte = 0, 1, 0, 0
    position = _end_of_blanks(text, 0)
    while position < len(text):
        line += text.count("\n", end, position)
        line_start = max(line_start, text.rfind("\n", end, position) + 1)
        first_byte = last_byte + _size(text[end:position])
        duplicate_keys: list[DuplicateKey] = []
        start = position
        try:
            value, end = _decoder(duplicate_keys).raw_decode(text, start)
        except JSONDecodeError as found:
            error = _at_extra_comma(text, found)
            problem = Problem("syntax", _message(text, error), error.lineno, error.colno)
            raise JsonError(problem) from None
        except RecursionError:
            raise JsonError(Problem("syntax", TOO_DEEP, line, start - line_start + 1)) from None
        piece = text[start:end]
        if _is_too_deep(value, piece):
            raise JsonError(Problem("syntax", TOO_DEEP, line, start - line_start + 1))
        last_byte = first_byte + _size(piece)
        span = first_byte, last_byte
        yield JsonValue(value, piece, span, line, start - line_start, duplicate_keys)
        line += text.count("\n", start, end)
        line_start = max(line_start, text.rfind("\n", start, end) + 1)
        position = _end_of_blanks(text, end)
        if text.startswith("---", position):
            raise YamlFollows(position)


def _is_too_deep(value: Any, text: str) -> bool:
    # Most values do not have so many collections, however they are nested.
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return False
    return is_deeper(value)


def _decoder(duplicate_keys: list[DuplicateKey]) -> json.JSONDecoder:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(found)
        if len(data) != len(found):
            seen: dict[str, Any] = {}
            for name, value in found:
                if name in seen:
                    is_same = is_same_json(seen[name], value)
                    duplicate_keys.append(DuplicateKey((name,), is_same))
                seen[name] = value
        return data

    return json.JSONDecoder(
        object_pairs_hook=pairs, parse_constant=_constant, parse_float=_number, parse_int=_integer
    )


def _constant(name: str) -> Any:
    raise JSONDecodeError(f"{name} is not JSON", name, 0)


def _integer(text: str) -> int | float:
    # Go keeps 64-bit integers exact, and reads longer numbers as floats.
    value = int(text) if len(text) <= 20 else None
    if value is not None and -(1 << 63) <= value < 1 << 63:
        return value
    return _number(text)


def _number(text: str) -> int | float:
    value = float(text)
    if math.isinf(value):
        raise JSONDecodeError("a number is too large", text, 0)
    # Go writes a whole float below 1e21 without a point, so the server then reads an integer.
    return int(value) if value.is_integer() and abs(value) < 1e21 else value


def _at_extra_comma(text: str, error: JSONDecodeError) -> JSONDecodeError:
    """Return an error at the comma that precedes a closing bracket, as Python 3.13 does."""
    end = text[error.pos : error.pos + 1] if error.doc == text else ""
    before = text[: error.pos].rstrip()
    if end not in ("}", "]") or not before.endswith(","):
        return error
    collection = "object" if end == "}" else "array"
    return JSONDecodeError(
        f"Illegal trailing comma before end of {collection}", text, len(before) - 1
    )


def _message(text: str, error: JSONDecodeError) -> str:
    where = text[error.pos : error.pos + 1] if error.doc == text else ""
    reason = error.msg[:1].lower() + error.msg[1:]
    return f"{AS_JSON}{reason}" + (f", found {where!r}" if where else "")


def _end_of_blanks(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return found.end() if found else position


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())
