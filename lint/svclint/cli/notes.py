"""What a command says on stderr while and after it works: notes, and how far it has come."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable

from svclint.model.cluster import Version, parse_version
from svclint.report.safe import safe

_CLEAR_LINE = "\r\x1b[K"
# Seconds: what is done sooner needs no word, and nobody reads faster than this.
PATIENCE, _PAUSE = 1.0, 0.1


def say_notes(notes: Iterable[str]) -> None:
    """Say what else is to be known, such as what may not be read."""
    for words in notes:
        print(f"svclint: note: {safe(words)}", file=sys.stderr)  # noqa: T201


def nearest_known(version: Version) -> Version:
    """Give the version that a server is judged by: its own, or the nearest that has schemas."""
    from svclint.kubernetes.schema import versions  # noqa: PLC0415 - few runs ask for it

    known = versions()
    return min(max(version, parse_version(known[0])), parse_version(known[-1]))


def version_notes(version: Version | None) -> tuple[str, ...]:
    """Say that a server's version is judged as another one, where it is not known."""
    judged = None if version is None else nearest_known(version)
    if version is None or judged is None or judged == version:
        return ()
    here, there = (".".join(map(str, each)) for each in (judged, version))
    end = "newest" if judged < version else "oldest"
    judged_as = f"it is judged as {here}, the {end} that this svclint knows"
    return (f"the server is Kubernetes {there}; without --kubernetes-version {judged_as}",)


class Ticker:
    """A line on a terminal that tells how far a long list has come, gone at the end.

    ``after``: for how many seconds there is silence. CI systems keep every byte, even those that
    pretend to be terminals: nothing is shown there.
    """

    def __init__(self, after: float = 0.0) -> None:
        is_plain = bool(os.environ.get("CI")) or os.environ.get("TERM") == "dumb"
        self._is_shown = sys.stderr.isatty() and not is_plain
        self._is_dirty = False
        self._due = time.monotonic() + after

    def tell(self, what: str, count: int, remaining: int) -> None:
        """Tell of a list's progress; a list of one page has none."""
        if self._is_shown and (remaining or self._is_dirty) and time.monotonic() >= self._due:
            self._is_dirty = True
            self._due = time.monotonic() + (_PAUSE if remaining else 0)
            self._write(f"{_CLEAR_LINE}{count} of {count + remaining} {what}")

    def clear(self) -> None:
        """Take the line away, so that something else can be said."""
        if self._is_dirty:
            self._write(_CLEAR_LINE)
            self._is_dirty = False

    def __enter__(self) -> Ticker:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
