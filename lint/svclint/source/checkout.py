"""The checkout that contains a folder: the tree that a repository's authors control."""

from __future__ import annotations

import os


def checkout_of(folder: str) -> str:
    """Return the real path of the nearest folder with a ``.git``; empty if there is none above."""
    here = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return ""
        here = parent
    return here


def is_inside(path: str, top: str) -> bool:
    """Return whether a path is a folder or in it; both are real paths."""
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)
