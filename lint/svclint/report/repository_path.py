"""Where a finding stands, as services that know only the repository want it."""

from __future__ import annotations

import os

from svclint.model import Finding
from svclint.source.paths import real_path


def repository_path(file: str) -> str:
    """Spell a file's path from the top of its repository, or else from the current folder.

    With slashes on every system. A file outside keeps its absolute path; standard input its name.
    """
    if file.startswith("<"):
        return file
    top = _top(os.getcwd())
    for path in (os.path.abspath(file), real_path(os.path.abspath(file))):
        inside = os.path.relpath(path, top)
        if inside != os.pardir and not inside.startswith(os.pardir + os.sep):
            return inside.replace(os.sep, "/")
    return os.path.abspath(file).replace(os.sep, "/")


def length_at(rest: str) -> int:
    """Say how many characters the word or quoted text at the beginning of a text has."""
    if rest[:1] in ('"', "'"):
        end = rest.find(rest[0], 1)
        return end + 1 if end > 0 else len(rest)
    for end, character in enumerate(rest):
        if character in " ,]}" or (character == ":" and rest[end + 1 : end + 2] in ("", " ")):
            return end
    return len(rest)


def end_column(finding: Finding) -> int:
    """Give the column after the word that a finding is about; at least one further."""
    column = finding.location.column
    return column + max(length_at(finding.excerpt[column - 1 :]), 1)


def _top(folder: str) -> str:
    here = folder
    while not os.path.lexists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return folder
        here = parent
    return here
