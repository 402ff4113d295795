"""Paths relative to the repository, for services that know nothing else."""

from __future__ import annotations

import os

from svclint.source.paths import real_path


def repository_path(file: str) -> str:
    """Return the path of a file relative to its repository, or else to the current folder.

    It has slashes on every system. A file outside keeps its absolute path, standard input its name.
    """
    if file.startswith("<"):
        return file
    top = _top(os.getcwd())
    for path in (os.path.abspath(file), real_path(os.path.abspath(file))):
        inside = os.path.relpath(path, top)
        if inside != os.pardir and not inside.startswith(os.pardir + os.sep):
            return inside.replace(os.sep, "/")
    return os.path.abspath(file).replace(os.sep, "/")


def _top(folder: str) -> str:
    here = folder
    while not os.path.lexists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return folder
        here = parent
    return here
