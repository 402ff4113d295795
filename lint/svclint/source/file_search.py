"""Find the files of a run: those that are named, and those in folders and patterns."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from glob import glob, has_magic

from svclint.source.checkout import link_out_of_tree
from svclint.source.files import STDIN, ReadError
from svclint.source.paths import forget_walks, real_path
from svclint.source.walking import Found, Search, leads_out, walk

DEFAULT_SEARCH = Search()


def find_files(paths: Sequence[str], search: Search = DEFAULT_SEARCH) -> Iterator[str | ReadError]:
    """Yield every file to read, once, in a fixed order.

    Folders are searched for YAML and JSON, except what ``.gitignore`` files and patterns exclude,
    and without following links to folders. Files given by name are read whatever their extension.
    A path that leads out of its tree by a link is an error, unless the search follows links.
    """
    forget_walks()
    seen: set[str] = set()
    for path in paths:
        for found in _expand(path, search):
            if isinstance(found, ReadError):
                yield found
            elif found[1] not in seen:
                seen.add(found[1])
                yield found[0]


def _expand(path: str, search: Search) -> Iterator[Found | ReadError]:
    if path == STDIN:
        yield path, path
    elif not path:
        yield ReadError(path, "an empty path names no file; write . for the current folder")
    elif "\0" in path:
        yield ReadError(path, "cannot be read: its name contains a null character")
    elif not search.follows_links and (target := link_out_of_tree(path)):
        yield ReadError(path, leads_out(target))
    elif os.path.isdir(path):
        yield from walk(path, search)
    elif os.path.lexists(path):
        yield path, real_path(path)
    else:
        yield from _matching(path, search)


def _matching(path: str, search: Search) -> Iterator[Found | ReadError]:
    if not has_magic(path):
        yield ReadError(path, "does not exist; check the name and the current folder")
        return
    found = sorted(glob(path, recursive=True))
    if not found:
        yield ReadError(path, "matches no file; check the pattern and the current folder")
    for match in found:
        yield from _expand(match, search)
