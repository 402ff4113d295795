"""Read data that may have any shape: what is not as expected counts as empty."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from svclint.model import Data, Path


def mapping(value: Any) -> Data:
    """Give a mapping, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """Give a list, or an empty one for anything else."""
    return value if isinstance(value, list) else []


def text(value: Any) -> str:
    """Give a text, or an empty one for anything else."""
    return value if isinstance(value, str) else ""


def whole(value: Any) -> int | None:
    """Give a whole number, ``None`` for anything else (``true`` is no number)."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def within(value: Any, path: Path) -> Any:
    """Give what stands at a path of keys, ``None`` where there is nothing."""
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def labels(value: Any) -> Mapping[str, str]:
    """Give the pairs of a label map as the server stores them: ``null`` is the empty text.

    A pair of any other type is left out; the server refuses the whole object.
    """
    if not isinstance(value, dict):
        return {}
    for item in value.values():
        if not isinstance(item, str):
            break
    else:
        # Most hold nothing but texts, and need no copy.
        return value
    return {key: item or "" for key, item in value.items() if item is None or isinstance(item, str)}


# A run asks of all its objects, and they are of a few kinds.
@lru_cache(maxsize=256)
def group_of(api_version: str) -> str:
    """Give the group of an apiVersion: ``apps`` for ``apps/v1``, nothing for ``v1``."""
    return api_version.rpartition("/")[0]
