"""Build kustomizations some of whose files have another content than on the disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from typing import NamedTuple


class Files(NamedTuple):
    """The folder that is built, and the real paths of all files that it reads."""

    folder: str
    names: frozenset[str]


@contextmanager
def with_changes(
    folder: str, names: Iterable[str], changed: Mapping[str, bytes]
) -> Generator[Files]:
    """Yield a folder and its files with some contents replaced: copies, if anything is.

    The names, and the keys of ``changed``, are real paths.
    """
    own = Files(folder, frozenset(names))
    if own.names.isdisjoint(changed):
        yield own
        return
    with tempfile.TemporaryDirectory(prefix="svclint-changed-") as top:
        yield Files(
            _inside(os.path.realpath(top), os.path.realpath(folder)),
            frozenset(_copied(name, os.path.realpath(top), changed) for name in own.names),
        )


def names_of_originals(text: str, copy: str, folder: str) -> str:
    """Return a text that names files of a copy by the paths that they were copied from.

    ``copy`` and ``folder`` are the real paths of the folder that is built, and of its original.
    """
    is_copy = copy != folder and copy.endswith(folder)
    return text.replace(copy.removesuffix(folder), "") if is_copy else text


def _copied(name: str, top: str, changed: Mapping[str, bytes]) -> str:
    target = _inside(top, name)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    content = changed.get(name)
    if content is None:
        with open(name, "rb") as stream:
            content = stream.read()
    with open(target, "wb") as stream:
        stream.write(content)
    return target


def _inside(top: str, path: str) -> str:
    """Return a path with the same folders around it, below another one."""
    return os.path.join(top, os.path.splitdrive(path)[1].lstrip(os.sep))
