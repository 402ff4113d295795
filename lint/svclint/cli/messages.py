"""What a command prints to standard error: errors of files, notes, progress."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Sequence

import click

from svclint.cli.command import print_error, print_note
from svclint.report.safe import safe
from svclint.source.files import ReadError
from svclint.source.walking import LeftOut

_CLEAR_LINE = "\r\x1b[K"
# Seconds of silence before progress is shown, and between two updates.
PATIENCE, _PAUSE = 1.0, 0.1


def print_notes(notes: Iterable[str]) -> None:
    """Print sentences about the run itself, such as what could not be read."""
    for note in dict.fromkeys(notes):
        print_note(note)


def print_unrendered(unrendered: Sequence[LeftOut]) -> None:
    """Print the charts and kustomizations that could not be rendered, each with the reason."""
    if unrendered:
        from svclint.app.unrendered import notes_on  # noqa: PLC0415 - few runs need it

        print_notes(notes_on(unrendered))


def print_read_errors(errors: Iterable[ReadError]) -> None:
    """Print the files that could not be checked, each with the reason."""
    for error in errors:
        message, _, trace = error.message.partition("\n")
        print_error(f"{error.file} {message}".strip())
        # A runner of CI executes a command only at the start of a line.
        for line in trace.splitlines():
            click.echo(f"  | {safe(line)}", err=True)


class ProgressLine:
    """A line on a terminal that shows how far a run is, and is erased at its end.

    ``after`` is how many seconds it waits at first (default: one). In CI nothing is shown: CI
    systems keep every byte, even those that emulate a terminal.
    """

    def __init__(self, after: float | None = None) -> None:
        is_plain = bool(os.environ.get("CI")) or os.environ.get("TERM") == "dumb"
        self._is_shown = sys.stderr.isatty() and not is_plain
        self._is_dirty = False
        self._due = time.monotonic() + (PATIENCE if after is None else after)

    def __call__(self, phase: str, count: int, remaining: int) -> None:
        """Show progress, unless the first call already says that nothing remains."""
        if self._is_shown and (remaining or self._is_dirty) and time.monotonic() >= self._due:
            self._is_dirty = True
            self._due = time.monotonic() + (_PAUSE if remaining else 0)
            self._write(f"{_CLEAR_LINE}{phase}: {count} of {count + remaining}")

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_dirty:
            self._write(_CLEAR_LINE)
            self._is_dirty = False

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
