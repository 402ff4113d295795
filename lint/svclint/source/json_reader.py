"""Parse JSON as kubectl does: one value after another in a stream."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from json import JSONDecodeError
from typing import Any

from svclint.model import Path
from svclint.source.parse_result import MAX_DEPTH, Problem


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


def json_values(text: str) -> Iterator[tuple[Any, str, int, list[Path]]]:
    """Yield each value with its text, its first line, and its duplicate top-level keys.

    Raises ``JsonError``, and ``YamlFollows`` (kubectl 1.33 and newer read such streams).
    """
    position = _blank(text, 0)
    while position < len(text):
        duplicate_keys: list[Path] = []
        decoder = _decoder(duplicate_keys)
        try:
            value, end = decoder.raw_decode(text, position)
        except JSONDecodeError as error:
            problem = Problem("syntax", _message(text, error), error.lineno, error.colno)
            raise JsonError(problem) from None
        except RecursionError:
            message = f"nested more than {MAX_DEPTH} levels deep"
            raise JsonError(Problem("syntax", message, 1, 1)) from None
        start = text.rfind("\n", 0, position) + 1
        yield (
            value,
            " " * (position - start) + text[position:end],
            _line(text, position),
            duplicate_keys,
        )
        position = _blank(text, end)
        if text.startswith("---", position):
            raise YamlFollows(position)


def _decoder(duplicate_keys: list[Path]) -> json.JSONDecoder:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(found)
        if len(data) != len(found):
            seen: set[str] = set()
            for name, _ in found:
                if name in seen:
                    duplicate_keys.append((name,))
                seen.add(name)
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


def _message(text: str, error: JSONDecodeError) -> str:
    where = text[error.pos : error.pos + 1] if error.doc == text else ""
    reason = error.msg[:1].lower() + error.msg[1:]
    return f"the file is read as JSON, since it begins with `{{`: {reason}" + (
        f", found {where!r}" if where else ""
    )


def _blank(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\n\r":
        position += 1
    return position


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
