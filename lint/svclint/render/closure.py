"""Closures: everything that building a kustomization or rendering a chart reads.

Source: the fields of ``Kustomization`` that name files and folders
(https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from svclint.model import Data
from svclint.model.data import mapping, sequence, text
from svclint.render.deployers import Deployer
from svclint.render.helm.computed_file_names import names_of_files
from svclint.render.helm.read_files import is_read, patterns_read_by
from svclint.render.kustomize.additions import names_in
from svclint.render.kustomize.entries import PLUGINS, entries_of, entries_read, is_path
from svclint.render.plugin_files import special_files_named
from svclint.render.roots import KUSTOMIZE, Root
from svclint.source.checkout import is_inside, tree_of
from svclint.source.kustomization import (
    CHART_FILE,
    NAMES,
    NOT_REGULAR,
    data_of,
    is_remote,
    is_special,
    kustomization_data,
    problem_of,
)

_CHART_FOLDERS = ("templates", "charts")
# Helm applies these files as they are written.
_CRDS = re.compile(r"(?:charts/[^/]+/)*crds/")


class Closure(NamedTuple):
    """What a root reads, by real paths, and why it cannot be rendered here.

    ``files`` are taken in: they are judged as they are built. ``folders`` are those of other
    kustomizations or charts that it contains, and ``others`` are further files that change the
    result. ``problems`` say what is remote, outside of the tree or cannot be read. ``reaches_out``:
    a kustomization names files outside of its folder; with ``has_plugins``, files of plug-ins,
    which may name more files, are among the inputs.
    """

    files: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    reaches_out: bool = False
    has_plugins: bool = False

    @property
    def all_files(self) -> frozenset[str]:
        """Every file on which the result depends."""
        return self.files | self.others


def closure_of(root: Root) -> Closure:
    """Return the closure of a root."""
    folder = os.path.realpath(root.folder)
    if root.deployer is not None and root.tool == KUSTOMIZE:
        return deployed_closure(folder, root.deployer)
    if root.tool == KUSTOMIZE:
        return kustomization_closure(folder)
    return chart_closure(folder, root.values)


def deployed_closure(folder: str, deployer: Deployer) -> Closure:
    """Return the closure of a real folder that an object deploys, kustomization or not."""
    own = kustomization_closure(folder)
    closures = [own]
    files: set[str] = set()
    folders: list[str] = []
    if not own.files:
        paths = [os.path.join(folder, name) for name in names_in(folder)]
        files = {os.path.realpath(path) for path in paths if os.path.isfile(path)}
        folders = [os.path.realpath(path) for path in paths if os.path.isdir(path)]
        closures = list(map(kustomization_closure, folders))
    added = [os.path.realpath(os.path.join(folder, each)) for each in deployer.components]
    tree = tree_of(folder)
    outside = [each for each in added if tree and not is_inside(each, tree)]
    closures += [kustomization_closure(each) for each in added if each not in outside]
    others = {os.path.realpath(file) for file in deployer.files}
    return Closure(
        frozenset(files.union(*(each.files for each in closures))),
        frozenset((*added, *folders)).union(*(each.folders for each in closures)),
        frozenset(others),
        (
            *(f"{each} is outside of the checkout" for each in outside),
            *(problem for each in closures for problem in each.problems),
        ),
        any(each.reaches_out for each in closures),
        any(each.has_plugins for each in closures),
    )


def kustomization_closure(folder: str) -> Closure:
    """Return the closure of the kustomization in a real folder."""
    tree = tree_of(folder)
    files: set[str] = set()
    others: set[str] = set()
    problems: dict[str, None] = {}
    seen: set[str] = set()
    reaches_out = has_plugins = False
    pending = [folder]
    while pending:
        here = pending.pop()
        found = kustomization_data(here)
        if here in seen or found is None:
            continue
        seen.add(here)
        file, data = found
        files.add(file)
        has_plugins = has_plugins or any(map(data.get, PLUGINS))
        if problem := problem_of(file):
            problems[problem] = None
        for special in _special_files(data, tree, here):
            problems[f"{special} {NOT_REGULAR}"] = None
        read = frozenset(entries_read(data))
        for entry in (*entries_of(data), *read):
            if is_remote(entry):
                problems[f"{entry} is remote, and svclint fetches nothing"] = None
                continue
            path = os.path.realpath(os.path.join(here, entry))
            if tree and not is_inside(path, tree):
                problems[f"{entry} is outside of the checkout"] = None
            elif os.path.isdir(path):
                pending.append(path)
            elif os.path.isfile(path):
                (others if entry in read else files).add(path)
                reaches_out = reaches_out or not is_inside(path, here)
            elif is_special(path):
                problems[f"{entry} {NOT_REGULAR}"] = None
    return Closure(
        frozenset(files),
        frozenset(seen - {folder}),
        frozenset(others - files),
        tuple(problems),
        reaches_out=reaches_out,
        has_plugins=has_plugins,
    )


def _special_files(data: Data, tree: str, here: str) -> Iterator[str]:
    """Yield the FIFOs, sockets and devices that a kustomization or a plug-in of it opens."""
    # kustomize opens all of these names that there are.
    yield from (name for name in NAMES if is_special(os.path.join(here, name)))
    for plugin in (each for name in PLUGINS for each in sequence(data.get(name))):
        if isinstance(plugin, str) and ("\n" in plugin or _is_file_in(plugin, tree, here)):
            yield from special_files_named(here, plugin)


def _is_file_in(entry: str, tree: str, here: str) -> bool:
    """Return whether an entry is a path in the tree."""
    if is_remote(entry) or not is_path(entry):
        return False
    return not tree or is_inside(os.path.realpath(os.path.join(here, entry)), tree)


def chart_closure(folder: str, values: Sequence[str] = ()) -> Closure:
    """Return the closure of the chart in a real folder, rendered with some values files."""
    taken_in = set(map(os.path.realpath, values))
    others: set[str] = set()
    charts: set[str] = set()
    pending = [folder]
    while pending:
        chart = pending.pop()
        if chart in charts:
            continue
        charts.add(chart)
        for name in _files_below(chart):
            file = os.path.join(chart, name)
            is_deployed = name.split(os.sep, 1)[0] in _CHART_FOLDERS or os.sep not in name
            is_deployed = is_deployed and not _CRDS.match(name.replace(os.sep, "/"))
            (taken_in if is_deployed else others).add(file)
        needed = list(_local_dependencies(chart))
        read = _files_read(chart, others, needed, values)
        taken_in |= read
        others -= read
        pending += needed
    subcharts = {os.path.dirname(each) for each in taken_in if each.endswith(os.sep + CHART_FILE)}
    return Closure(
        frozenset(taken_in), frozenset((charts | subcharts) - {folder}), frozenset(others)
    )


def _files_read(
    chart: str, files: Iterable[str], charts: Iterable[str], values: Iterable[str]
) -> set[str]:
    """Return those of some files that the templates of a chart, or of others, read.

    ``charts`` are those that it depends on, and ``values`` the files of values.
    """
    own = list(_templates_of(chart))
    patterns = {pattern for each in own for pattern in patterns_read_by(each)}
    names = {os.path.relpath(file, chart).replace(os.sep, "/"): file for file in files}
    found = {name for name in names if any(is_read(name, each) for each in patterns)}
    templates = [*own, *(each for other in charts for each in _templates_of(other))]
    values = [os.path.join(chart, "values.yaml"), *values]
    return {names[each] for each in found | names_of_files(templates, values, names)}


def _templates_of(chart: str) -> Iterator[str]:
    """Yield the templates of a chart and of those in its ``charts`` folder."""
    for name in _files_below(chart):
        if "templates" in name.split(os.sep)[:-1] and name.split(os.sep)[0] in _CHART_FOLDERS:
            yield os.path.join(chart, name)


def _files_below(chart: str) -> Iterator[str]:
    """Yield the files of a chart, relative to it; links are not followed."""
    for here, folders, names in os.walk(chart):
        folders[:] = [each for each in folders if each != ".git"]
        inside = os.path.relpath(here, chart)
        yield from (os.path.normpath(os.path.join(inside, name)) for name in names)


def _local_dependencies(chart: str) -> Iterator[str]:
    """Yield the folders of the charts that a chart depends on by ``file://``."""
    tree = tree_of(chart) or chart
    for entry in sequence(data_of(os.path.join(chart, CHART_FILE)).get("dependencies")):
        repository = text(mapping(entry).get("repository"))
        if repository.startswith("file://") and is_path(repository):
            path = os.path.realpath(os.path.join(chart, repository.removeprefix("file://")))
            if is_inside(path, tree) and os.path.isfile(os.path.join(path, CHART_FILE)):
                yield path
