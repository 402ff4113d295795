"""Find the charts and kustomizations of a run that are deployed: the roots of the tree."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from svclint.model.data import text
from svclint.render.closure import Closure, chart_closure, kustomization_closure
from svclint.render.roots import HELM, KUSTOMIZE, Root, in_folder
from svclint.source.kustomization import CHART_FILE, NAMES, data_of, kustomization_data
from svclint.source.paths import real_folder

# The only name of a kustomization that no walk of a folder reads.
_WITHOUT_ENDING = "Kustomization"
_COMPONENT = "Component"
_VALUES_ENDINGS = ("-values.yaml", "-values.yml")


class Kustomizations(NamedTuple):
    """The kustomizations of a run: those that no other one takes in, and those inside of others.

    The latter are by their real folder. There are no components, which only change others.
    """

    outermost: tuple[tuple[Root, Closure], ...]
    inner: dict[str, tuple[Root, Closure]]

    def inner_beside(self, folders: Collection[str]) -> dict[str, tuple[Root, Closure]]:
        """Return those inside of others, and those in real folders that an object deploys."""
        outermost = {os.path.realpath(root.folder): (root, each) for root, each in self.outermost}
        return self.inner | {real: outermost[real] for real in outermost.keys() & folders}


def find_kustomizations(files: Sequence[str]) -> Kustomizations:
    """Return the kustomizations among some files."""
    folders = _folders_with(files, NAMES, _WITHOUT_ENDING)
    closures = {real: kustomization_closure(real) for real in folders}
    included = {inner for each in closures.values() for inner in each.folders}
    roots: dict[str, tuple[Root, Closure]] = {}
    for real, folder in folders.items():
        found = kustomization_data(real)
        if found is None or found[1].get("kind") == _COMPONENT:
            continue
        file = in_folder(folder, os.path.basename(found[0]))
        roots[real] = Root(KUSTOMIZE, folder or os.curdir, file), closures[real]
    outermost = tuple(root for real, root in roots.items() if real not in included)
    return Kustomizations(outermost, {real: roots[real] for real in roots if real in included})


def find_charts(
    files: Sequence[str], ways_of: Callable[[Root], Sequence[Root]]
) -> Iterator[tuple[Root, Closure]]:
    """Yield the charts among some files, each in all ways: no library charts, no subcharts."""
    folders = _folders_with(files, (CHART_FILE,))
    for real, folder in folders.items():
        if _is_subchart(real) or _is_library(real):
            continue
        chart = Root(HELM, folder or os.curdir, in_folder(folder, CHART_FILE))
        for root in ways_of(chart):
            yield root, chart_closure(real, root.values)


def charts_by_name(files: Sequence[str]) -> dict[str, str]:
    """Return the folders of the charts among some files, by the name of the chart."""
    folders = _folders_with(files, (CHART_FILE,))
    named = ((text(data_of(os.path.join(real, CHART_FILE)).get("name")), real) for real in folders)
    return {name: real for name, real in reversed(list(named)) if name}


def _folders_with(files: Sequence[str], names: Collection[str], unread: str = "") -> dict[str, str]:
    """Return the folders with one of some files: the real path, and the path that users know.

    ``unread`` is the name of such a file that is not among the files.
    """
    found = {os.path.dirname(file) for file in files if os.path.basename(file) in names}
    if unread:
        others = set(map(os.path.dirname, files)) - found
        found |= {each for each in others if os.path.isfile(os.path.join(each, unread))}
    return {real_folder(folder): folder for folder in sorted(found)}


def _is_subchart(folder: str) -> bool:
    above = os.path.dirname(folder)
    is_in_charts = os.path.basename(above) == "charts"
    return is_in_charts and os.path.isfile(os.path.join(os.path.dirname(above), CHART_FILE))


def _is_library(folder: str) -> bool:
    return text(data_of(os.path.join(folder, CHART_FILE)).get("type")) == "library"


def values_of_tests(folder: str) -> list[str]:
    """Return the values files that chart-testing installs a chart with, one by one."""
    try:
        names = sorted(os.listdir(os.path.join(folder, "ci")))
    except OSError:
        return []
    found = (os.path.join(folder, "ci", name) for name in names if name.endswith(_VALUES_ENDINGS))
    return [file for file in found if os.path.isfile(file) and not os.path.islink(file)]
