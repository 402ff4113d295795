"""Render what a run reads: the charts and kustomizations among its files, and those it names."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from svclint.app.chart_ways import ways_of
from svclint.app.errors import RequestError
from svclint.app.facts import FactsFinder, RequestSettings
from svclint.app.inflated_charts import kustomizations_without_charts, notes_on_charts
from svclint.app.progress import Progress, no_progress
from svclint.app.requests import Request
from svclint.model import time_limit
from svclint.render.building import Tree, named_chart, named_kustomization
from svclint.render.cache import caching
from svclint.render.closure import Closure, closure_of
from svclint.render.confinement import SECONDS, Limits
from svclint.render.deployed_roots import Surroundings
from svclint.render.discovery import charts_by_name, find_charts, find_kustomizations
from svclint.render.gitops import Deployments
from svclint.render.printed_deployers import FindPrinted, render_with_printed
from svclint.render.release import Release, release_name_problem
from svclint.render.rendering import Failure, Rendering, render
from svclint.render.roots import HELM, KUSTOMIZE, Root
from svclint.render.tools import RenderError, identity_of
from svclint.source.charts import RELEASE_NAME
from svclint.source.files import ReadError
from svclint.source.paths import real_path
from svclint.source.walking import LeftOut

REQUIRE, OFF = "require", "off"


class Roots(NamedTuple):
    """What a run renders: each root with its closure, and the names of those that must not fail.

    ``charts`` are the folders of the charts of the tree by name. ``takers`` are all kustomizations
    that take in a file, by its real path, also those that are not rendered. ``inner`` are those
    that others take in, by their real folder, which are rendered where the others cannot be.
    ``defaults`` are the charts that objects of the tree deploy, by their real folder, with their
    own values, which nobody installs: they are rendered where no object's values render them.
    ``find_printed`` finds what objects in rendered texts deploy.
    """

    found: tuple[tuple[Root, Closure], ...] = ()
    is_required: Callable[[Root], bool] = lambda _root: False
    charts: tuple[tuple[str, str], ...] = ()
    takers: Mapping[str, frozenset[str]] = MappingProxyType({})
    inner: Mapping[str, tuple[Root, Closure]] = MappingProxyType({})
    defaults: Mapping[str, tuple[Root, Closure]] = MappingProxyType({})
    find_printed: FindPrinted = lambda _texts, _roots: iter(())

    def with_any_of(self, files: Collection[str]) -> Roots:
        """Return those that depend on any of some real paths, and what changes their deployers."""
        own = [each for each in self.found if not each[1].all_files.isdisjoint(files)]
        wanted = {real_path(each.deployer.place.file) for each, _ in own if each.deployer}
        wanted.update(files)
        found = [each for each in self.found if not each[1].all_files.isdisjoint(wanted)]
        return self._replace(found=tuple(found))

    def files(self) -> list[str]:
        """Return the real paths of all files on which the result depends."""
        return sorted({file for _, closure in self.found for file in closure.all_files})

    def key(self) -> str:
        """Return what the result depends on beside the content of those files."""
        roots = [root for root, _ in self.found]
        tools = sorted(identity_of(tool) for tool in {root.tool for root in roots})
        required = [root.name for root in roots if self.is_required(root)]
        return repr((roots, tools, required, self.files()))


class RenderedTree(NamedTuple):
    """What a run reads as it is, what the other files were rendered to, and what failed.

    ``unrendered`` are the folders that could not be rendered, each with the reason.
    """

    files: Sequence[str]
    rendering: Rendering = Rendering()
    errors: Sequence[ReadError] = ()
    unrendered: Sequence[LeftOut] = ()


def named_roots(request: Request) -> list[Root]:
    """Return the roots that a request names. Raises ``RenderError``."""
    name = request.release
    problem = release_name_problem(name) if name else ""
    if problem:
        raise RequestError(problem)
    release = Release(name or RELEASE_NAME, request.namespace, settings=request.set)
    return [
        *map(named_kustomization, request.kustomize),
        *(named_chart(folder, request.values, release) for folder in request.helm),
    ]


def find_roots(
    files: Sequence[str],
    named: Sequence[Root],
    request: Request,
    given: RequestSettings,
    unread: Sequence[str] = (),
) -> Roots:
    """Find what is rendered: the roots that are named, and those among some files.

    ``unread`` are charts and kustomizations that cannot be read, and so are not rendered.
    """
    facts_for = FactsFinder(given)
    asked = [(root, closure_of(root)) for root in named]
    found = list(asked)
    in_tree = [*files, *unread]
    kustomizations = find_kustomizations(in_tree)
    own = (*kustomizations.outermost, *find_charts(in_tree, partial(ways_of, facts_for, given)))

    def mode_of(root: Root) -> str:
        configured = facts_for.file_config(root.file).value("render", "mode")
        return request.render or (configured.value if configured else "")

    def surroundings_of(file: str) -> Surroundings:
        sources = facts_for.file_config(file).value("render", "chartSources")
        return Surroundings(sources.value if sources else {}, facts_for(file).version)

    deployments = Deployments(() if request.render == OFF else files, surroundings_of)
    deployed = list(deployments.in_files())
    # What an object deploys is built as that object says, not as it lies there.
    folders = _kustomized(deployed)
    charts_deployed = {_real(root) for root, _ in deployed if root.tool == HELM}
    plain = [each for each in own if _real(each[0]) not in folders]
    defaults = {
        _real(root): (root, closure)
        for root, closure in plain
        if root.is_default and _real(root) in charts_deployed and mode_of(root) != OFF
    }
    plain = [each for each in plain if not (each[0].is_default and _real(each[0]) in defaults)]
    # An ApplicationSet may make an Application twice, which Argo CD refuses.
    distinct = {each[0].name: each for each in reversed((*plain, *deployed))}
    ways = Counter(_real(root) for root, _ in distinct.values())
    for root, closure in reversed(distinct.values()):
        is_only_way = root.is_default and ways[_real(root)] == 1
        if mode_of(root) != OFF:
            may_lack_values = is_only_way and mode_of(root) != REQUIRE
            found.append((root._replace(may_lack_values=may_lack_values), closure))
    inner = kustomizations.inner_beside(folders)
    off = {real for real, (root, _) in inner.items() if mode_of(root) == OFF}
    off.update(*(inner[real][1].folders for real in off))
    inner = {real: each for real, each in inner.items() if real not in off}
    charts = tuple(charts_by_name(files).items()) if found else ()
    takers = _takers((*asked, *plain, *deployed), frozenset(map(real_path, files)))

    def is_required(root: Root) -> bool:
        return mode_of(root) == REQUIRE

    return Roots(tuple(found), is_required, charts, takers, inner, defaults, deployments.in_texts)


def _real(root: Root) -> str:
    return os.path.realpath(root.folder)


def _kustomized(deployed: Iterable[tuple[Root, Closure]]) -> frozenset[str]:
    """Return the real folders that kustomize builds for objects, with those inside of them."""
    closures = [(root.folder, each) for root, each in deployed if root.tool == KUSTOMIZE]
    own = frozenset(os.path.realpath(folder) for folder, _ in closures)
    return own.union(*(closure.folders for _, closure in closures))


def _takers(
    found: Iterable[tuple[Root, Closure]], files: Collection[str]
) -> dict[str, frozenset[str]]:
    """Return the kustomizations that take in files, by real path.

    What is not among the ``files`` of the run may be taken in by others, which are not known.
    """
    takers: dict[str, set[str]] = defaultdict(set)
    for root, closure in found:
        for file in closure.files if root.tool == KUSTOMIZE else ():
            takers[file].add(root.described)
            if file not in files:
                takers[file].add(_UNKNOWN)
    return {file: frozenset(names) for file, names in takers.items()}


def storing(note: Callable[[str], None] | None) -> AbstractContextManager[None]:
    """Keep what tools print in the cache during a block; without ``note``, do not."""
    if note is None:
        return nullcontext()
    from svclint.engine.acceleration.cache_store import RenderStore  # noqa: PLC0415 - can be taken out

    return caching(RenderStore(note))


def rendered_tree(
    files: Sequence[str],
    roots: Roots,
    jobs: int | None = None,
    changed: Mapping[str, bytes] = MappingProxyType({}),
    progress: Progress = no_progress,
) -> RenderedTree:
    """Render the roots of a run. Raises ``RenderError`` for one that the request names.

    ``changed`` are files, by their real path, that are read with another content.
    """
    if not roots.found:
        return RenderedTree(files)
    without_charts = kustomizations_without_charts(roots.found, roots.is_required, changed)
    limits = Limits(seconds=max(min(SECONDS, time_limit.remaining()), 0.1))
    render_some = partial(
        render,
        jobs=jobs,
        limits=limits,
        tree=Tree(dict(roots.charts), {**changed, **without_charts}, roots.inner, roots.defaults),
        report_progress=partial(progress, "rendering"),
    )
    rendering = render_with_printed(roots.found, roots.find_printed, roots.defaults, render_some)
    errors: list[ReadError] = []
    optional: list[Failure] = []
    for failure in rendering.failures:
        if failure.root.is_named:
            raise RenderError(failure.reason)
        if roots.is_required(failure.root) or failure.is_bug:
            errors.append(ReadError(failure.shown, f"is not rendered: {failure.reason}"))
        else:
            optional.append(failure)
    taken_in = dict(rendering.taken_in)
    kept: list[str] = []
    for file in files:
        real = real_path(file)
        if real in taken_in:
            taken_in[real] = file
        else:
            kept.append(file)
    rendering = rendering._replace(taken_in=taken_in, takers=roots.takers)
    unrendered = [LeftOut(each.shown, each.reason) for each in optional]
    unrendered += rendering.left_out
    unrendered += notes_on_charts(without_charts, taken_in)
    return RenderedTree(kept, rendering, errors, unrendered)


_UNKNOWN = "kustomizations outside of the checked files"
