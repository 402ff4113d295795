"""Render the roots of a run, several at a time, and keep what each of them says."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from types import MappingProxyType
from typing import NamedTuple

from svclint.model.errors import internal_error
from svclint.render.building import Built, Tree, build
from svclint.render.closure import Closure
from svclint.render.confinement import Limits
from svclint.render.inner_kustomizations import BuildOutcome, built_inside
from svclint.render.roots import Root
from svclint.render.tool_threads import tool_threads
from svclint.render.tools import RenderBugError, RenderError
from svclint.source.document import Document
from svclint.source.files import Rendered
from svclint.source.walking import LeftOut

# Renders one root. Raises ``RenderError``.
Build = Callable[[Root, Limits], Rendered]


class Failure(NamedTuple):
    """A root that could not be rendered, and the reason in the words of its tool.

    ``shown`` is the folder, with the values files or the object that deploys it. ``is_bug`` is set
    if svclint itself failed.
    """

    root: Root
    reason: str
    shown: str
    is_bug: bool = False


class Rendering(NamedTuple):
    """What the roots of a run were rendered to, and those that could not be.

    ``roots``, their ``closures`` and ``texts`` are by the name of the text. ``taken_in`` are the
    real paths of the files that are judged as they are built, not as they are written, each with
    the name by which users know it. ``left_out`` is what the roots lack here, such as dependencies
    of charts. ``kinds`` are those that the run reads in charts. ``takers`` are all kustomizations
    that take in a file, rendered or not, by its real path. ``in_no_output`` are what is read of
    files that are taken in: objects that no text contains.
    """

    roots: Mapping[str, Root] = MappingProxyType({})
    closures: Mapping[str, Closure] = MappingProxyType({})
    texts: Sequence[Rendered] = ()
    failures: Sequence[Failure] = ()
    taken_in: Mapping[str, str] = MappingProxyType({})
    tree: Tree = Tree()
    left_out: Sequence[LeftOut] = ()
    kinds: frozenset[str] | None = None
    takers: Mapping[str, frozenset[str]] = MappingProxyType({})
    in_no_output: Sequence[Document] = ()


def render(
    found: Sequence[tuple[Root, Closure]],
    *,
    jobs: int | None = None,
    limits: Limits | None = None,
    tree: Tree | None = None,
    report_progress: Callable[[int, int], None] = lambda _done, _remaining: None,
) -> Rendering:
    """Render the roots of a tree, in order, and what can be built inside of those that fail.

    ``report_progress`` is called with the number of roots that are rendered, and that remain.
    """
    tree = tree or Tree()

    def build_all(roots: Sequence[tuple[Root, Closure]]) -> list[BuildOutcome]:
        with tool_threads(jobs, len(roots)) as pool:
            futures = [
                pool.submit(build, root, closure, limits or Limits(), tree)
                for root, closure in roots
            ]
            results: list[Built | RenderError] = []
            for done, future in enumerate(futures):
                report_progress(done, len(futures) - done)
                results.append(_result(future))
        return [BuildOutcome(*each, result) for each, result in zip(roots, results, strict=True)]

    outcomes = build_all(found)
    outcomes += built_inside(outcomes, tree.inner, build_all)
    outcomes += build_all(_without_output(outcomes, tree.defaults))
    return _combined(outcomes)._replace(tree=tree)


def _without_output(
    outcomes: Sequence[BuildOutcome], defaults: Mapping[str, tuple[Root, Closure]]
) -> list[tuple[Root, Closure]]:
    """Return the charts with their own values that have been rendered with no others."""
    failed = {os.path.realpath(each.root.folder) for each in outcomes}
    failed -= {
        os.path.realpath(each.root.folder) for each in outcomes if isinstance(each.result, Built)
    }
    return [found for folder, found in defaults.items() if folder in failed]


def _result(future: Future[Built]) -> Built | RenderError:
    try:
        return future.result()
    except RenderError as error:
        return error
    except Exception as error:
        return RenderBugError(internal_error(error))


def _combined(outcomes: Sequence[BuildOutcome]) -> Rendering:
    roots: dict[str, Root] = {}
    closures: dict[str, Closure] = {}
    texts: list[Rendered] = []
    taken_in: set[str] = set()
    failed: list[tuple[Root, RenderError]] = []
    left_out: dict[LeftOut, None] = {}
    for root, closure, result in outcomes:
        if isinstance(result, RenderError):
            failed.append((root, result))
        else:
            roots[root.name], closures[root.name] = root, closure
            texts.append(result.text)
            # Other values files mostly lack the same.
            left_out.update(dict.fromkeys(result.left_out))
            taken_in |= closure.files
    failures = _failures(failed, {os.path.realpath(root.folder) for root in roots.values()})
    names = {file: file for file in taken_in}
    return Rendering(roots, closures, texts, failures, names, left_out=tuple(left_out))


def _failures(
    failed: Sequence[tuple[Root, RenderError]], rendered: Collection[str]
) -> list[Failure]:
    """Return what to report of the roots that failed, each reason once for a folder.

    ``rendered`` are the real paths of folders that have output.
    """
    found: dict[tuple[str, str], Failure] = {}
    for root, error in failed:
        folder, reason = os.path.realpath(root.folder), str(error)
        is_bug = isinstance(error, RenderBugError)
        # Many charts need values, and have values files for their tests.
        if not (root.is_default and folder in rendered):
            shown = root.folder if root.is_default else root.described
            key = folder, reason.replace(root.folder, "")
            found.setdefault(key, Failure(root, reason, shown, is_bug))
    return list(found.values())
