"""The files that a request reads: what its paths name, without what patterns exclude."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from svclint.app.facts import RequestSettings, config_in
from svclint.settings.config.layers import Config, FileConfig
from svclint.source.checkout import is_inside
from svclint.source.deploying_files import mentions_deployer
from svclint.source.exclusion import Patterns
from svclint.source.file_search import find_files
from svclint.source.files import STDIN, ReadError
from svclint.source.kustomization import CHART_FILE, NAMES
from svclint.source.paths import real_path
from svclint.source.walking import LeftOut, Search, reads

_ROOT_FILES = (CHART_FILE, *NAMES)
# A kustomization that no walk of a folder reads, for its name has no ending.
_UNREAD = "Kustomization"


class InputFiles(NamedTuple):
    """The files of a run, those that cannot be read, and what its walks left out."""

    files: list[str]
    errors: list[ReadError]
    left_out: list[LeftOut]


def input_files(
    paths: Sequence[str], given: RequestSettings, never: Iterable[str] = ()
) -> InputFiles:
    """Return the files under some paths, except those under ``never``, such as a snapshot.

    Raises ``ConfigError``.
    """
    found = InputFiles([], [], [])
    unwanted = {real_path(path) for path in never}
    folders = list(filter(os.path.isdir, unwanted))
    search = _search(given)._replace(leave_out=found.left_out.append)
    for each in find_files(paths, search):
        if isinstance(each, ReadError):
            found.errors.append(each)
        elif not unwanted or each == STDIN or not _is_under(real_path(each), unwanted, folders):
            found.files.append(each)
    return found


def unread_roots(left_out: Iterable[LeftOut]) -> list[str]:
    """Return the charts and kustomizations that cannot be read, such as links out of the tree."""
    return [
        each.path
        for each in left_out
        if each.is_fault and os.path.basename(each.path) in _ROOT_FILES
    ]


def _is_under(file: str, files: Collection[str], folders: Iterable[str]) -> bool:
    """Return whether a file is one of some files or in one of some folders; all are real paths."""
    return file in files or any(is_inside(file, folder) for folder in folders)


def has_roots(files: Collection[str]) -> bool:
    """Return whether some files belong to a chart or a kustomization, or deploy a folder."""
    # Hot: asked for every file of a run.
    found = [file for file in files if file.endswith(_ROOT_FILES)]
    if any(os.path.basename(file) in _ROOT_FILES for file in found):
        return True
    folders = {file.rpartition(os.sep)[0] for file in files}
    if any(os.path.isfile(os.path.join(folder, _UNREAD)) for folder in folders):
        return True
    return any(map(mentions_deployer, files))


def without_excluded(
    paths: Sequence[str], among: Sequence[str], given: RequestSettings
) -> tuple[str, ...]:
    """Return the named paths, without those that no walk of a folder in ``among`` reads."""
    return tuple(
        path for path in paths if not os.path.isfile(path) or is_walked(path, among, given)
    )


def is_walked(path: str, among: Sequence[str], given: RequestSettings) -> bool:
    """Return whether a walk of each folder in ``among`` reads a file of this path."""
    search = _search(given)
    return all(reads(each, path, search) for each in among if os.path.isdir(each))


def _search(given: RequestSettings) -> Search:
    return Search(
        patterns_finder(given), follows_links=given.follow_links, asks_tree=not given.isolated
    )


def patterns_finder(given: RequestSettings) -> Callable[[str], list[Patterns]]:
    """Return a function from a folder to its patterns: those of the request, and configured ones.

    The patterns of a request are relative to the current folder, those of a configuration to its
    own folder.
    """
    own = Patterns(os.path.realpath(os.curdir), given.exclude, given.include)
    requested = [own] if own.exclude or own.include else []

    def patterns_of(folder: str) -> list[Patterns]:
        config = config_in(folder, given.trusted) if given.use_config else None
        return requested if config is None else [*requested, _configured(config)]

    return patterns_of


def _configured(config: Config) -> Patterns:
    layers = FileConfig("", tuple(layer for layer in config.layers if not layer.paths))
    exclude, include = layers.value("exclude"), layers.value("include")
    return Patterns(
        config.folder, exclude.value if exclude else (), include.value if include else ()
    )
