"""The documents of a workspace that still have to be checked across documents, in which order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from svclint.engine.results import DocumentResult


class Candidate(NamedTuple):
    """A document that is checked across documents, and its file."""

    file: str
    result: DocumentResult


class Waiting:
    """Documents by ``id`` that are checked again soon, and all others later."""

    def __init__(self) -> None:
        self._all: dict[int, Candidate] = {}
        self._soon: dict[int, Candidate] = {}
        self._later: dict[int, Candidate] = {}
        self._is_all_later = False

    def note(self, file: str, results: Iterable[DocumentResult]) -> None:
        """Record the present results of a file."""
        for result in results:
            if result.can_check_across:
                self._all[id(result.document)] = Candidate(file, result)

    def forget(self, gone: Iterable[int]) -> None:
        """Forget documents that are not in the workspace any more."""
        for key in gone:
            for known in (self._all, self._soon, self._later):
                known.pop(key, None)

    def add_soon(self, keys: Collection[int]) -> None:
        """Check some documents again soon."""
        self._soon.update({key: self._all[key] for key in keys if key in self._all})

    def add_all_later(self) -> None:
        """Check all documents again after those that are checked soon."""
        self._later.clear()
        self._is_all_later = True

    @property
    def has_soon(self) -> bool:
        """Whether documents are to be checked soon."""
        return bool(self._soon)

    def __bool__(self) -> bool:
        return bool(self._soon or self._later or self._is_all_later)

    def taken(self) -> Iterator[Candidate]:
        """Yield the documents in order; each counts as checked when the next one is taken."""
        yield from _taken(self._soon)
        if self._is_all_later:
            self._is_all_later = False
            self._later.update(self._all)
        yield from _taken(self._later)


def _taken(waiting: dict[int, Candidate]) -> Iterator[Candidate]:
    while waiting:
        key = next(iter(waiting))
        candidate = waiting[key]
        yield candidate
        # It may have changed in the meantime.
        if waiting.get(key) is candidate:
            del waiting[key]
