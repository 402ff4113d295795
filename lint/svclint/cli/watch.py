"""``svclint check --watch``: check again whenever a file is saved."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from glob import has_magic
from typing import NoReturn

import click

from svclint.app import RequestError
from svclint.source.files import OWN_FILE, STDIN

# Seconds between two looks at the files, and how many times longer to wait than a look takes.
_PAUSE, _REST = 0.3, 20
# Others' files, of which there may be many.
_NEVER = frozenset((".git", ".hg", ".svn", ".venv", "node_modules"))
_CLEAR_SCREEN = "\x1b[H\x1b[2J\x1b[3J"

# The modification time and size of each file by path.
Seen = dict[str, tuple[int, int]]


def watch(paths: Sequence[str], others: Iterable[str]) -> NoReturn:
    """Run this command without ``--watch`` now, and again after each change; end with Ctrl-C.

    ``others`` are files and folders beside the paths that the outcome depends on. Each run is a
    process of its own, so that nothing that was read before is kept; results of files that have
    not changed come from the cache. Raises ``RequestError`` for standard input, and for a path that
    does not exist.
    """
    if STDIN in paths:
        raise RequestError("--watch needs files: standard input is read once")
    for path in paths:
        if not has_magic(path) and not os.path.lexists(path):
            raise RequestError(f"{path} does not exist; check the name and the current folder")
    words = [word for word in sys.argv[1:] if word != "--watch"]
    watched = [*(paths or (os.curdir,)), *others, *_configurations()]
    try:
        while True:
            seen = _look(watched)
            if sys.stdout.isatty():
                click.echo(_CLEAR_SCREEN, nl=False, color=True)
            _run([*_program(), *words])
            click.echo("Watching for changes; Ctrl-C ends.", err=True)
            _wait(watched, seen)
    except KeyboardInterrupt:
        sys.exit(0)


def _run(command: Sequence[str]) -> None:
    with subprocess.Popen(command) as process:  # noqa: S603 - this program
        try:
            process.wait()
        except KeyboardInterrupt:
            # It ends the tools that it runs.
            process.terminate()
            raise


def _program() -> list[str]:
    """Return how this program was started, without the current folder in Python's path."""
    own = sys.argv[0]
    return [own] if own.endswith(".exe") else [sys.executable, own]


def _wait(watched: Sequence[str], seen: Seen) -> None:
    """Return once the files have changed, and then no longer change."""
    before = seen
    while True:
        begin = time.monotonic()
        now = _look(watched)
        if now != seen and now == before:
            return
        before = now
        time.sleep(max(_PAUSE, _REST * (time.monotonic() - begin)))


def _look(watched: Iterable[str]) -> Seen:
    return {path: stat for each in watched for path, stat in _files(each)}


def _files(path: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the files at and below a path; links are not followed."""
    try:
        entries = list(os.scandir(path)) if os.path.isdir(path) else []
        if not entries and not os.path.isdir(path):
            stat = os.stat(path)
            yield path, (stat.st_mtime_ns, stat.st_size)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in _NEVER:
                yield from _files(entry.path)
            continue
        try:
            stat = entry.stat()
        except OSError:
            continue
        yield entry.path, (stat.st_mtime_ns, stat.st_size)


def _configurations() -> Iterator[str]:
    """Yield where a configuration of the current folder or one above it would be."""
    folder = os.getcwd()
    while True:
        yield os.path.join(folder, OWN_FILE)
        if folder == os.path.dirname(folder):
            return
        folder = os.path.dirname(folder)
