"""What a walk leaves out by default, or because of patterns, and what patterns bring back."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from svclint.source.path_patterns import PathPatterns

# Folders of version control, which nothing brings back.
GIT_FOLDER = ".git"
NEVER_READ = frozenset((GIT_FOLDER, ".hg", ".svn"))
_BY_NAME = {
    **dict.fromkeys(("node_modules", "bower_components"), "packages of JavaScript"),
    **dict.fromkeys((".venv", "__pycache__", ".tox"), "an environment of Python"),
    **dict.fromkeys(("__fixtures__", "__snapshots__"), "test data of JavaScript"),
    ".terraform": "modules of Terraform",
}
# A folder vendor is left out beside one of these, or if it contains Go's list of modules.
_VENDORED_BY = frozenset(("go.mod", "composer.json", "Gemfile"))
# Go itself ignores testdata; fixtures is the other usual name.
_TEST_DATA_OF_GO = frozenset(("testdata", "fixtures"))
_FOLDERS_OF_TESTS = frozenset(("test", "tests"))
# Their files have values, and what is expected of the output.
_TESTS_OF_CHARTS = frozenset(("helm-tests", "template-tests", "chart-tests"))
_TEST_DATA_OF_JAVA = os.path.join("", "src", "test", "resources")


class Patterns(NamedTuple):
    """Patterns as in ``.gitignore``, relative to a folder: of what to leave out, what to read."""

    folder: str
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()


def default_exclusion(path: str, beside: Collection[str], *, is_in_go_module: bool) -> str:
    """Return what a folder contains that is left out by default; empty if it is read.

    ``beside`` are the names in the folder that contains it.
    """
    name = os.path.basename(path)
    if name in _BY_NAME:
        return _BY_NAME[name]
    if name == "vendor" and not _VENDORED_BY.isdisjoint(beside):
        return "vendored code"
    if name in _TEST_DATA_OF_GO and is_in_go_module:
        return "test data of Go"
    if name in _TEST_DATA_OF_GO and os.path.basename(os.path.dirname(path)) in _FOLDERS_OF_TESTS:
        return "test data"
    if name in _TESTS_OF_CHARTS:
        return "tests of charts"
    if name == "resources" and path.endswith(_TEST_DATA_OF_JAVA):
        return "test data of Java"
    return ""


def is_excluded(patterns: Sequence[Patterns], path: str, *, is_folder: bool) -> bool:
    """Return whether an exclude pattern matches a real path."""
    return any(each.exclude and _matches(each, each.exclude, path, is_folder) for each in patterns)


def is_included(patterns: Sequence[Patterns], path: str, *, is_folder: bool) -> bool:
    """Return whether an include pattern matches a real path."""
    return any(each.include and _matches(each, each.include, path, is_folder) for each in patterns)


def is_named_below(patterns: Sequence[Patterns], path: str) -> bool:
    """Return whether an include pattern names something below a folder."""
    return any(
        pattern.strip("/").startswith(f"{_inside(each.folder, path)}/")
        for each in patterns
        for pattern in each.include
    )


def _matches(patterns: Patterns, lines: tuple[str, ...], path: str, is_folder: bool) -> bool:
    return _compiled(lines).matches(_inside(patterns.folder, path), is_folder=is_folder)


def _inside(folder: str, path: str) -> str:
    """Return a path relative to a folder; outside of it, only names and ``**`` can match."""
    return path.removeprefix(os.path.join(folder, "")).replace(os.sep, "/").lstrip("/")


@lru_cache(maxsize=256)
def _compiled(lines: tuple[str, ...]) -> PathPatterns:
    return PathPatterns(lines)
