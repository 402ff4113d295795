"""Caches of what files say, which a process forgets when files have changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from svclint.source.paths import forget_walks

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper  # pyright: ignore[reportPrivateUsage] - no other name

Answer = TypeVar("Answer")
_MOST = 4096
_forgetting: list[Callable[[], None]] = []


def cached_from_files(function: Callable[..., Answer]) -> _lru_cache_wrapper[Answer]:
    """Return a function that keeps its last answers until ``forget_files``."""
    cached = lru_cache(maxsize=_MOST)(function)
    _forgetting.append(cached.cache_clear)
    return cached


def forget_files() -> None:
    """Forget what files said: they may have changed."""
    forget_walks()
    for forget in _forgetting:
        forget()
