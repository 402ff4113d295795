"""Find and read the files of a run: limited in size, and never from a device."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from glob import glob, has_magic
from typing import BinaryIO, NamedTuple

from svclint.source.paths import forget_walks, note_links, real_folder, real_path

ENDINGS = (".yaml", ".yml", ".json")
MAX_BYTES = 512 * 1024 * 1024
IGNORE_FILE = ".gitignore"
MOST_IGNORE_BYTES = 1024 * 1024
STDIN = "-"
# svclint's own files contain no objects.
OWN_FILE = ".svclint.yaml"
BASELINE_FILE = ".svclint-baseline.json"
_SKIPPED_FOLDERS = frozenset((".git", ".hg", ".svn", "node_modules", ".venv", "__pycache__"))


class ReadError(NamedTuple):
    """A file that could not be checked: its name, and a message with the reason and remedy."""

    file: str
    message: str


class Rendered(NamedTuple):
    """Manifests that are not in a file of their own; ``name`` stands for the file's name."""

    name: str
    raw: bytes


def is_rendered(name: str) -> bool:
    """Return whether a name stands for a rendered kustomization or chart."""
    return name.startswith(("<kustomize build ", "<helm template "))


def find_files(paths: Sequence[str]) -> Iterator[str | ReadError]:
    """Yield every file to read, once, in a fixed order.

    Folders are searched for YAML and JSON, except what ``.gitignore`` files exclude, and without
    following links to folders. Files given by name are read whatever their extension.
    """
    forget_walks()
    seen: set[str] = set()
    for found in (found for path in paths for found in _expand(path)):
        if isinstance(found, ReadError):
            yield found
        elif found[1] not in seen:
            seen.add(found[1])
            yield found[0]


def read_file(file: str, most: int = MAX_BYTES) -> bytes | ReadError:
    """Return the bytes of a file or of standard input, at most ``most``."""
    if file == STDIN:
        raw = _read_once(sys.stdin.buffer)
        return _too_large(file, len(raw), most) if len(raw) > most else raw
    try:
        descriptor = os.open(file, _FLAGS)
        try:
            return _whole(file, descriptor, most)
        finally:
            os.close(descriptor)
    except OSError as error:
        return _unreadable(file, error)
    except ValueError:
        return ReadError(file, "cannot be read: its name contains a null character")


@lru_cache(maxsize=1)
def _read_once(stream: BinaryIO) -> bytes:
    """Read standard input once; ``fix`` reads it again."""
    return stream.read(MAX_BYTES + 1)


# Without O_NONBLOCK, opening a FIFO waits for a writer, perhaps forever.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def _whole(file: str, descriptor: int, most: int) -> bytes | ReadError:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        return ReadError(file, f"is {_kind(status.st_mode)}; {_PIPE_REMEDY}")
    if status.st_size > most:
        return _too_large(file, status.st_size, most)
    raw = os.read(descriptor, status.st_size + 1)
    if len(raw) <= status.st_size and raw:
        return raw
    # The file is growing, or reports no size, as files of /proc do.
    with open(descriptor, "rb", closefd=False) as stream:
        raw += stream.read(most)
    return _too_large(file, len(raw), most) if len(raw) > most else raw


_PIPE_REMEDY = "name a file or folder, or pipe into `svclint check -`"


# A file and its real path.
Found = tuple[str, str]


def _expand(path: str) -> Iterator[Found | ReadError]:
    if path == STDIN:
        yield path, path
    elif "\0" in path:
        yield ReadError(path, "cannot be read: its name contains a null character")
    elif os.path.isdir(path):
        above = _ignored_above(path)
        yield from _errors(above)
        yield from _walk(path, _tests(above))
    elif os.path.lexists(path):
        yield path, real_path(path)
    else:
        yield from _matching(path)


def _matching(path: str) -> Iterator[Found | ReadError]:
    if not has_magic(path):
        yield ReadError(path, "does not exist; check the name and the current folder")
        return
    found = sorted(glob(path, recursive=True))
    if not found:
        yield ReadError(path, "matches no file; check the pattern and the current folder")
    for match in found:
        yield from _expand(match)


Ignored = Callable[[str, bool], bool]


def _errors(found: Sequence[Ignored | ReadError]) -> list[ReadError]:
    return [each for each in found if isinstance(each, ReadError)]


def _tests(found: Sequence[Ignored | ReadError]) -> tuple[Ignored, ...]:
    return tuple(each for each in found if not isinstance(each, ReadError))


def _walk(folder: str, ignored: tuple[Ignored, ...]) -> Iterator[Found | ReadError]:
    pending = [(folder, ignored)]
    while pending:
        here, above = pending.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            yield _unreadable(here, error)
            continue
        own = [_gitignore(here)] if any(each.name == IGNORE_FILE for each in entries) else []
        yield from _errors(own)
        tests = (*above, *_tests(own))
        links = {entry.name for entry in entries if entry.is_symlink()}
        note_links(here, has_any=bool(links))
        top = os.path.join(real_folder(here), "")
        folders: list[tuple[str, tuple[Ignored, ...]]] = []
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            if tests and any(test(entry.path, is_folder) for test in tests):
                continue
            if is_folder:
                if entry.name not in _SKIPPED_FOLDERS:
                    folders.append((entry.path, tests))
            elif entry.name in (OWN_FILE, BASELINE_FILE):
                continue
            elif entry.name.endswith(ENDINGS):
                if entry.name not in links:
                    yield entry.path, top + entry.name
                elif not os.path.isdir(entry.path):
                    yield entry.path, real_path(entry.path)
        pending += reversed(folders)


def _ignored_above(folder: str) -> list[Ignored | ReadError]:
    """Return tests for the ``.gitignore`` files between a folder and its repository's top."""
    here = os.path.realpath(folder)
    above: list[str] = []
    while not os.path.lexists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return []
        here = parent
        above.append(here)
    return [
        _gitignore(at) for at in reversed(above) if os.path.lexists(os.path.join(at, IGNORE_FILE))
    ]


def _gitignore(folder: str) -> Ignored | ReadError:
    from svclint.source.path_patterns import PathPatterns  # noqa: PLC0415 - most folders have none

    raw = read_file(os.path.join(folder, IGNORE_FILE), MOST_IGNORE_BYTES)
    if isinstance(raw, ReadError):
        return raw
    patterns = PathPatterns(raw.decode("utf-8-sig", "replace").split("\n"))
    top = os.path.join(os.path.realpath(folder), "")

    def test(path: str, is_folder: bool) -> bool:
        # Folders are walked without following links, so everything lies below the top.
        above, name = os.path.split(path)
        inside = os.path.join(real_folder(above), name).removeprefix(top)
        return patterns.matches(inside.replace(os.sep, "/"), is_folder=is_folder)

    return test


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a FIFO"
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device"


def _too_large(file: str, size: int, most: int) -> ReadError:
    limit = f"{most // 1024**2} MiB" if most >= 1024**2 and not most % 1024**2 else f"{most} bytes"
    return ReadError(file, f"has {size} bytes, more than {limit}; split it")


def _unreadable(file: str, error: OSError) -> ReadError:
    reason = (error.strerror or str(error)).lower()
    return ReadError(file, f"cannot be read: {reason}")
