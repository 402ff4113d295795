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

    @property
    def shown_file(self) -> str:
        """The path relative to the current folder, for files in it."""
        near = os.path.relpath(self.file)
        return self.file if near.startswith(os.pardir) else near

    def __str__(self) -> str:
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.shown_file}{place}: {self.message}"


class InvalidConfigError(ConfigError):
    """A configuration with faults; the message has a line for each."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*map(str, faults))
        # What the error is created from again when it is unpickled.
        self.args = faults
        self.faults = faults


class Faults:
    """The faults that were found so far, one for each place."""

    def __init__(self, found: Iterable[Fault] = ()) -> None:
        self._by_place = {each[:3]: each for each in found}

    def add(self, chunk: Chunk, path: Path, message: str, *, at_key: bool = False) -> None:
        """Add a fault of the value at a path: its place, its name and a message."""
        place, _ = chunk.locate(path, at_key=at_key)
        self.add_at(place.file, f"{_name(path)} {message}", place.line, place.column)

    def add_at(self, file: str, message: str, line: int = 0, column: int = 0) -> None:
        """Add a fault at a place."""
        fault = Fault(file, line, column, message)
        self._by_place.setdefault(fault[:3], fault)

    def found(self) -> tuple[Fault, ...]:
        """Return all faults, sorted by place."""
        return tuple(sorted(self._by_place.values()))

    def raise_if_any(self) -> None:
        """Raise ``InvalidConfigError`` if there are faults."""
        if self._by_place:
            raise InvalidConfigError(*self.found())


def _name(path: Path) -> str:
    """Return the name of an option, or of an entry of its list: ``policies[0]``."""
    name = ""
    for step in reversed(path):
        if isinstance(step, str):
            return f"{step}{name}"
        name = f"[{step}]{name}"
    return "the configuration"
