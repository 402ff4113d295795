"""Render the roots of a run, several at a time, and keep what each of them says."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import NamedTuple

from svclint.model.errors import internal_error
from svclint.render.building import Built, Tree, build
from svclint.render.closure import Closure
from svclint.render.confinement import Limits
from svclint.render.roots import Root
from svclint.render.tools import RenderBugError, RenderError
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

    ``roots`` and ``texts`` are by the name of the text. ``taken_in`` are the real paths of the
    files that are judged as they are built, not as they are written, each with the name by which
    users know it. ``left_out`` is what the roots lack here, such as dependencies of charts.
    ``kinds`` are those that the run reads in charts. ``takers`` are all kustomizations that take in
    a file, rendered or not, by its real path.
    """

    roots: Mapping[str, Root] = MappingProxyType({})
    texts: Sequence[Rendered] = ()
    failures: Sequence[Failure] = ()
    taken_in: Mapping[str, str] = MappingProxyType({})
    tree: Tree = Tree()
    left_out: Sequence[LeftOut] = ()
    kinds: frozenset[str] | None = None
    takers: Mapping[str, frozenset[str]] = MappingProxyType({})


def render(
    found: Sequence[tuple[Root, Closure]],
    *,
    jobs: int | None = None,
    limits: Limits | None = None,
    tree: Tree | None = None,
    report_progress: Callable[[int, int], None] = lambda _done, _remaining: None,
) -> Rendering:
    """Render the roots of a tree, in order.

    ``report_progress`` is called with the number of roots that are rendered, and that remain.
    """
    tree = tree or Tree()
    number = max(1, min(jobs or os.cpu_count() or 1, len(found)))
    with ThreadPoolExecutor(number) as pool:
        futures = [
            pool.submit(build, root, closure, limits or Limits(), tree) for root, closure in found
        ]
        try:
            outcomes: list[Built | RenderError] = []
            for done, future in enumerate(futures):
                report_progress(done, len(futures) - done)
                try:
                    outcomes.append(future.result())
                except RenderError as error:
                    outcomes.append(error)
                except Exception as error:
                    outcomes.append(RenderBugError(internal_error(error)))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return _combined(found, outcomes)._replace(tree=tree)


def _combined(
    found: Sequence[tuple[Root, Closure]], outcomes: Sequence[Built | RenderError]
) -> Rendering:
    roots: dict[str, Root] = {}
    texts: list[Rendered] = []
    taken_in: set[str] = set()
    failed: list[tuple[Root, RenderError]] = []
    left_out: dict[LeftOut, None] = {}
    for (root, closure), outcome in zip(found, outcomes, strict=True):
        if isinstance(outcome, RenderError):
            failed.append((root, outcome))
        else:
            roots[root.name] = root
            texts.append(outcome.text)
            # Other values files mostly lack the same.
            left_out.update(dict.fromkeys(outcome.left_out))
            taken_in |= closure.files
    failures = _failures(failed, {os.path.realpath(root.folder) for root in roots.values()})
    names = {file: file for file in taken_in}
    return Rendering(roots, texts, failures, names, left_out=tuple(left_out))


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
