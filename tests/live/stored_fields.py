"""Compare what a server stores with what was predicted, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from svclint.kubernetes.service.stored import ALLOCATED


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the values inside of data that contain no others, each with its path."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, f"{path}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]")
    else:
        yield path, value


def differences(
    stored: Mapping[str, Any], predicted: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """Return the paths whose values differ: stored and predicted, ``None`` for a missing one.

    Any value may stand for one that the server allocates.
    """
    return {
        path: (stored.get(path), predicted.get(path))
        for path in {*stored, *predicted}
        if path not in stored
        or path not in predicted
        or predicted[path] not in (ALLOCATED, stored[path])
    }
