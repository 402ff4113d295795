"""Build what is inside of kustomizations that cannot be built: the outermost ones that can be."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from svclint.render.building import Built
from svclint.render.closure import Closure
from svclint.render.roots import KUSTOMIZE, Root
from svclint.render.tools import RenderError


class BuildOutcome(NamedTuple):
    """A root, what it reads, and its manifests or the reason for which there are none."""

    root: Root
    closure: Closure
    result: Built | RenderError


def built_inside(
    outcomes: Sequence[BuildOutcome],
    inner: Mapping[str, tuple[Root, Closure]],
    build_all: Callable[[Sequence[tuple[Root, Closure]]], Sequence[BuildOutcome]],
) -> list[BuildOutcome]:
    """Return the outermost kustomizations that can be built, inside of roots that cannot.

    ``inner`` are kustomizations that others take in, by their real folder. Those that are already
    part of another result are left out. Why others fail is the reason of the outer one, too.
    """
    done = {os.path.realpath(each.root.folder) for each in outcomes}
    done.update(*(each.closure.folders for each in outcomes if isinstance(each.result, Built)))
    found: list[BuildOutcome] = []
    pending = [each for each in outcomes if _is_failed_kustomization(each)]
    while pending:
        folders: set[str] = set()
        for each in pending:
            inside = each.closure.folders & inner.keys()
            folders.update(_outermost(inside, inner) - done)
        done |= folders
        results = build_all([inner[folder] for folder in sorted(folders)])
        built = [each for each in results if isinstance(each.result, Built)]
        done.update(*(each.closure.folders for each in built))
        found += built
        pending = [each for each in results if not isinstance(each.result, Built)]
    return found


def _is_failed_kustomization(outcome: BuildOutcome) -> bool:
    # A root that the user names ends the run if it fails.
    is_optional = outcome.root.tool == KUSTOMIZE and not outcome.root.is_named
    return is_optional and isinstance(outcome.result, RenderError)


def _outermost(folders: Collection[str], inner: Mapping[str, tuple[Root, Closure]]) -> set[str]:
    """Return the kustomizations among some folders that no other one of them takes in."""
    taken_in = {each for folder in folders for each in inner[folder][1].folders}
    return set(folders) - taken_in
