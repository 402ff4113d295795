"""Write files of a Git revision into a temporary folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory

from svclint.source.files import MAX_BYTES
from svclint.source.git import Revision, TreeEntry, contents, tree_entries
from svclint.source.paths import forget_walks

_LINK = "120000"
# How many bytes of files are in memory at a time.
_BATCH_BYTES = 64 << 20


@contextmanager
def checked_out(since: Revision, is_wanted: Callable[[str], bool]) -> Generator[str]:
    """Yield a temporary folder with some files of a revision, as they are stored.

    Git's own checkout would run the filters of the repository, and ``git archive`` would omit
    files for ``.gitattributes``.
    """
    with TemporaryDirectory(prefix="svclint-") as folder:
        # The upward search for configuration ends here, as it does at the top of a repository.
        tree = os.path.join(folder, "tree")
        os.makedirs(os.path.join(tree, ".git"))
        entries = [
            each
            for each in tree_entries(since)
            if is_wanted(each.name) and each.size <= MAX_BYTES and _is_safe(each.name)
        ]
        # With links last, no file is written through one.
        entries.sort(key=lambda each: each.mode == _LINK)
        for batch in _batches(entries):
            for entry, raw in zip(batch, contents(since, batch), strict=True):
                _write(os.path.join(tree, *entry.name.split("/")), entry, raw)
        yield tree


def _is_safe(name: str) -> bool:
    """Return whether a name in a tree is that of a file below the top, and not one of ``.git``.

    A repository that was made by hand may contain any name.
    """
    steps = name.split("/")
    if os.name == "nt" and any(mark in name for mark in "\\:"):
        return False
    return not any(step in ("", ".", "..") or step.casefold() == ".git" for step in steps)


def _write(file: str, entry: TreeEntry, raw: bytes) -> None:
    # Two entries of one name, or a file where another entry needs a folder: the first one stays.
    with suppress(FileExistsError, NotADirectoryError):
        os.makedirs(os.path.dirname(file), exist_ok=True)
        if entry.mode == _LINK:
            os.symlink(os.fsdecode(raw), file)
        else:
            with open(file, "xb") as stream:
                stream.write(raw)


def _batches(entries: Sequence[TreeEntry]) -> Iterator[list[TreeEntry]]:
    batch: list[TreeEntry] = []
    size = 0
    for entry in entries:
        if batch and size + entry.size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += entry.size
    if batch:
        yield batch


@contextmanager
def within(folder: str) -> Generator[None]:
    """Change the current folder for the duration of a block."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        forget_walks()
