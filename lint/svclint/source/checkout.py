"""The checkout that contains a folder: the tree that a repository's authors control."""

from __future__ import annotations

import os
from functools import lru_cache
from itertools import accumulate


def checkout_of(folder: str) -> str:
    """Return the real path of the nearest folder with a ``.git``; empty if there is none above."""
    here = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return ""
        here = parent
    return here


def tree_of(folder: str) -> str:
    """Return the real path of the tree of a folder: its checkout, or else the current folder.

    Empty for a folder that is in neither.
    """
    top = checkout_of(folder)
    here = os.path.realpath(os.curdir)
    return top or (here if is_inside(os.path.realpath(folder), here) else "")


def is_inside(path: str, top: str) -> bool:
    """Return whether a path is a folder or in it; both are real paths."""
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)


def is_in_tree(path: str, top: str) -> bool:
    """Return whether a real path is in a tree, but not in the data of Git."""
    return is_inside(path, top) and ".git" not in path[len(top) :].casefold().split(os.sep)


def link_out_of_tree(path: str) -> str:
    """Return where the first link on a path leads that leaves its tree; empty if none does.

    Links of the system, such as those of ``/dev/fd``, are in no tree.
    """
    folder, name = os.path.split(os.path.abspath(path))
    return _link_on_way(folder, os.getcwd()) or _leading_out(os.path.join(folder, name))


@lru_cache(maxsize=4096)
def _link_on_way(folder: str, _current: str) -> str:
    steps = folder.split(os.sep)
    ways = accumulate(steps[1:], os.path.join, initial=f"{steps[0]}{os.sep}")
    return next(filter(None, map(_leading_out, ways)), "")


def _leading_out(path: str) -> str:
    if not os.path.islink(path):
        return ""
    target, top = os.path.realpath(path), tree_of(os.path.dirname(path))
    return "" if not top or is_in_tree(target, top) else target
