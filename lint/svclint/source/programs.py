"""Find the programs that svclint runs: never one that the checked repository brings along."""

from __future__ import annotations

import os

from svclint.source.checkout import checkout_of, is_inside

_SUFFIX = ".exe" if os.name == "nt" else ""


def find_program(name: str) -> str | None:
    """Return the absolute path of a program, ``None`` if there is none outside the checkout."""
    for folder in search_path():
        file = os.path.join(folder, name + _SUFFIX)
        if os.path.isfile(file) and os.access(file, os.X_OK):
            target = os.path.dirname(os.path.realpath(file))
            if not _is_of_checkout(target):
                return file
    return None


def search_path() -> list[str]:
    """Return the folders of PATH that are absolute and not inside the checkout."""
    folders = [each for each in os.environ.get("PATH", "").split(os.pathsep) if os.path.isabs(each)]
    return [each for each in folders if not _is_of_checkout(os.path.realpath(each))]


def _is_of_checkout(folder: str) -> bool:
    """Return whether the current checkout contains a folder; without one, whether it is current."""
    here = os.path.realpath(os.curdir)
    top = checkout_of(here)
    return is_inside(folder, top) if top else folder == here
