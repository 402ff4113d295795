"""Merge values as Helm does: those of files, and what subcharts get of ``global``.

Source: ``coalesceValues`` and ``coalesceGlobals`` of Helm's ``chart/common/util``: a mapping is
merged, anything else is replaced; each chart has the ``global`` of the charts around it, which wins
over its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from copy import deepcopy
from typing import Any

from svclint.model import Path
from svclint.model.data import value_at

GLOBAL = "global"


def merge(base: dict[str, Any], over: dict[str, Any]) -> None:
    """Merge values into others; a mapping that comes from a file is copied, not shared."""
    for key, value in over.items():
        own = base.get(key)
        if isinstance(value, dict):
            if not isinstance(own, dict):
                own = base[key] = {}
            merge(own, value)
        else:
            base[key] = value


def merge_globals(data: dict[str, Any], prefixes: Collection[Path]) -> dict[Path, Path]:
    """Give each subchart in merged values the ``global`` of the charts around it.

    ``prefixes`` are the paths of the values of all charts. Returns the paths of scalars, and of
    collections without content, that subcharts have so, each with the path where it is set.
    """
    set_at: dict[Path, Path] = {}
    for prefix in sorted(filter(None, prefixes), key=len):
        outer = (*prefix[:-1], GLOBAL)
        given = value_at(data, outer)
        if isinstance(given, dict) and given:
            # A subchart may be called so itself.
            content: Any = {GLOBAL: deepcopy(given)}
            for step in reversed(prefix):
                content = {step: content}
            merge(data, content)
            for path, _ in leaves(given, ()):
                source = (*outer, *path)
                set_at[(*prefix, GLOBAL, *path)] = set_at.get(source, source)
    return set_at


def leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield the scalars in a value, and the collections without content."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path, value
