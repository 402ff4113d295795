"""The faults of a configuration: one run reports all of them, each with its place."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from svclint.model import ConfigError, Path
from svclint.source.document import Chunk


class Fault(NamedTuple):
    """A fault and its place; line 0 stands for the whole file."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        near = os.path.relpath(self.file)
        file = self.file if near.startswith(os.pardir) else near
        place = f"{file}:{self.line}:{self.column}" if self.line else file
        return f"{place}: {self.message}"


class Faults:
    """The faults that were found so far, one for each place."""

    def __init__(self, found: Iterable[Fault] = ()) -> None:
        self._by_place = {each[:3]: each for each in found}

    def add(self, chunk: Chunk, path: Path, message: str, *, at_key: bool = False) -> None:
        """Add a fault of the value at a path: its place, its name and a message."""
        place, _ = chunk.locate(path, at_key=at_key)
        name = f"{path[-1]} " if path and isinstance(path[-1], str) else ""
        self.add_at(place.file, f"{name}{message}", place.line, place.column)

    def add_at(self, file: str, message: str, line: int = 0, column: int = 0) -> None:
        """Add a fault at a place."""
        fault = Fault(file, line, column, message)
        self._by_place.setdefault(fault[:3], fault)

    def found(self) -> tuple[Fault, ...]:
        """Return all faults, sorted by place."""
        return tuple(sorted(self._by_place.values()))

    def raise_if_any(self) -> None:
        """Raise ``ConfigError`` with a message for each fault."""
        if self._by_place:
            raise ConfigError(*map(str, self.found()))
