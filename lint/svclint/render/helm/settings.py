"""Single values as ``--set`` takes them: ``ports[0].port=80,service.type=NodePort``.

Source: https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set, and
``ParseInto`` of Helm's ``strvals``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from svclint.model import Path

_NUMBER = re.compile("0|[+-][0-9]{1,19}|[1-9][0-9]{0,18}")
_LARGEST_NUMBER = 2**63 - 1
_CONSTANTS = {"true": True, "false": False, "null": None}
_LARGEST_INDEX = 65536
_MOST_NAMES = 30


class SettingError(ValueError):
    """A single value that Helm refuses; the message says why."""


def typed(value: str) -> str | int | bool | None:
    """Return a single value with the type that Helm gives it."""
    lower = value.lower()
    if lower in _CONSTANTS:
        return _CONSTANTS[lower]
    number = int(value) if _NUMBER.fullmatch(value) else None
    return value if number is None or abs(number) > _LARGEST_NUMBER else number


def assignments(setting: str, read: Callable[[str], Any] = typed) -> Iterator[tuple[Path, Any]]:
    """Yield the path and the value of each key that a setting sets. Raises ``SettingError``.

    ``read`` returns a value as Helm stores it: that of ``--set-string`` stays as it is written.
    """
    start = 0
    while start < len(setting):
        path, start = _path(setting, start)
        value, start = _value(setting, start, read)
        if "" not in path:
            yield path, value


def assign(values: dict[str, Any], path: Path, value: Any) -> None:
    """Set a value in others; lists grow to its index. Raises ``SettingError``."""
    inside: Any = values
    for step, following in pairwise(path):
        wanted = list if isinstance(following, int) else dict
        found = _item(inside, step)
        if found is None:
            found = wanted()
            _set(inside, step, found)
        if not isinstance(found, wanted):
            what = "list" if wanted is list else "mapping"
            raise SettingError(f"{step} is not a {what} in the values before it")
        inside = found
    _set(inside, path[-1], value)


def _item(values: Any, step: str | int) -> Any:
    if isinstance(values, dict):
        return values.get(step)
    return values[step] if isinstance(step, int) and step < len(values) else None


def _set(values: Any, step: str | int, value: Any) -> None:
    if isinstance(step, int):
        values.extend([None] * (step + 1 - len(values)))
    values[step] = value


def _path(setting: str, start: int) -> tuple[Path, int]:
    """Return the path of a key, and where its value begins."""
    steps: list[str | int] = []
    is_after_index, mark = False, ""
    while mark != "=":
        name, end = _until(setting, start, "[.=" if is_after_index else "[.=,")
        if not is_after_index:
            steps.append(name)
        elif name:
            raise SettingError(f"{name!r} follows the index of a list")
        mark, start = setting[end : end + 1], end + 1
        is_after_index = mark == "["
        if is_after_index:
            index, end = _until(setting, start, "]")
            steps.append(_index(index))
            start = end + 1
        elif mark not in ("=", "."):
            raise SettingError(f"key {setting[:end]!r} has no value")
    if len(steps) > _MOST_NAMES:
        raise SettingError(f"a key has more than {_MOST_NAMES} names")
    return tuple(steps), start


def _index(written: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", written) or int(written) > _LARGEST_INDEX:
        raise SettingError(f"{written!r} is not an index from 0 to {_LARGEST_INDEX}")
    return int(written)


def _value(setting: str, start: int, read: Callable[[str], Any]) -> tuple[Any, int]:
    """Return a value, and where the next key begins."""
    if start == len(setting):
        return "", start
    if setting[start] != "{":
        value, end = _until(setting, start, ",")
        return read(value), end + 1
    items: list[Any] = []
    while setting[start : start + 1] != "}":
        item, start = _until(setting, start + 1, ",}")
        if start >= len(setting):
            raise SettingError("a list must end with '}'")
        items.append(item)
    end = start + (2 if setting[start + 1 : start + 2] == "," else 1)
    return [read(each) for each in items], end


def _until(setting: str, start: int, stops: str) -> tuple[str, int]:
    """Return the text up to one of some characters, without escapes, and the place of that one."""
    found: list[str] = []
    while start < len(setting) and setting[start] not in stops:
        start += setting[start] == "\\"
        found.append(setting[start : start + 1])
        start += 1
    return "".join(found), start
