"""Paths of fields as text: ``spec.rules[].backend``, with ``[]`` for every item of a list."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from svclint.model.data import mapping, sequence
from svclint.model.path import Path

_EVERY = "[]"


def values_at(value: Any, field_path: str, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield the values that a field path leads to, each with its path below ``path``.

    An empty field path leads to nothing.
    """
    return _at(value, _steps(field_path), path)


def path_without_items(field_path: str) -> Path:
    """Return the names of the fields of a field path."""
    return tuple(step for step in _steps(field_path) if step != _EVERY)


def _at(value: Any, steps: tuple[str, ...], path: Path) -> Iterator[tuple[Path, Any]]:
    if not steps:
        return
    step, *rest = steps
    found: list[tuple[Path, Any]]
    if step == _EVERY:
        found = [((*path, at), item) for at, item in enumerate(sequence(value))]
    else:
        entry = mapping(value)
        found = [((*path, step), entry[step])] if step in entry else []
    for where, each in found:
        if rest:
            yield from _at(each, tuple(rest), where)
        else:
            yield where, each


@lru_cache(maxsize=1024)
def _steps(field_path: str) -> tuple[str, ...]:
    return tuple(step for name in field_path.split(".") for step in _with_items(name) if step)


def _with_items(name: str) -> tuple[str, ...]:
    return (name.removesuffix(_EVERY), _EVERY) if name.endswith(_EVERY) else (name,)
