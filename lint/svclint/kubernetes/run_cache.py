"""What is computed once for all objects of a run, from what is certain of each."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

from svclint.source import Document

_Result = TypeVar("_Result")


class RunCache:
    """Results by any key, computed on first use.

    An object with unknown values is checked as each object that it may be instead. What is computed
    meanwhile for the whole run counts only what is certain of it, since others use it, too.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, Any] = {}
        self._read: Document | None = None
        self._as_certain: Callable[[], AbstractContextManager[None]] = nullcontext

    def computed(self, key: Hashable, compute: Callable[[], _Result]) -> _Result:
        """Return what is kept under a key, computed if it is not there."""
        if key not in self._known:
            with self._as_certain():
                self._known[key] = compute()
        found: _Result = self._known[key]
        return found

    def certain(self, document: Document, compute: Callable[[], _Result]) -> _Result:
        """Return what a function computes from what is certain of an object; it is not kept."""
        if document is not self._read:
            return compute()
        with self._as_certain():
            return compute()

    @contextmanager
    def reading(self, document: Document, data: Any, forget: Callable[[], None]) -> Generator[None]:
        """Read an object as other data for a while.

        ``forget`` drops what was computed from the data of single objects.
        """
        certain = document.data

        @contextmanager
        def as_certain() -> Generator[None]:
            with _forgetting(forget), document.read_as(certain):
                yield

        before = self._read, self._as_certain
        self._read, self._as_certain = document, as_certain
        try:
            with _forgetting(forget), document.read_as(data):
                yield
        finally:
            self._read, self._as_certain = before

    def results(self) -> list[tuple[Any, Any]]:
        """Return each key with what is kept under it; more may be computed while it is read."""
        return list(self._known.items())

    def replace(self, known: dict[Hashable, Any]) -> None:
        """Keep other results instead of all."""
        self._known = known

    def clear(self) -> None:
        """Keep nothing."""
        self._known.clear()


@contextmanager
def _forgetting(forget: Callable[[], None]) -> Generator[None]:
    forget()
    try:
        yield
    finally:
        forget()
