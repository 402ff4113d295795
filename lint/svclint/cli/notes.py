"""What a command says on stderr while and after it reads a cluster."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from svclint.report.safe import safe

_CLEAR_LINE = "\r\x1b[K"


def say_notes(notes: Iterable[str]) -> None:
    """Say what else is to be known, such as what may not be read."""
    for words in notes:
        click.echo(f"svclint: note: {safe(words)}", err=True)


class Ticker:
    """A line on a terminal that tells how far a long list has come, gone at the end."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()
        self._is_dirty = False

    def tell(self, what: str, count: int, remaining: int) -> None:
        """Tell of a list's progress; a list of one page has none."""
        if self._is_shown and (remaining or self._is_dirty):
            self._is_dirty = True
            click.echo(f"{_CLEAR_LINE}{count} of {count + remaining} {what}", nl=False, err=True)

    def __enter__(self) -> Ticker:
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_dirty:
            click.echo(_CLEAR_LINE, nl=False, err=True)
