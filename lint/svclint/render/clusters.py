"""Which files of a tree are deployed to the same cluster as an object of Flux.

Trees of several clusters have objects of one name in the folder of each cluster.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from svclint.render.closure import deployed_closure, kustomization_closure
from svclint.render.deployers import Deployer
from svclint.source.checkout import is_inside, tree_of
from svclint.source.kustomization import folders_above, kustomization_data


class _Deployed(NamedTuple):
    """The files that a Kustomization of Flux deploys, and the file that contains it."""

    file: str
    files: frozenset[str]


class Clusters:
    """The clusters of a tree, as its Kustomizations of Flux show them.

    They are given with the real path of the folder that each deploys, which may be empty.
    """

    def __init__(self, kustomizations: Iterable[tuple[Deployer, str]]) -> None:
        self._kustomizations = list(kustomizations)

    def nearest(self, file: str, candidates: Sequence[str]) -> str:
        """Return the file among some that is in the cluster of another one.

        All are real paths. Empty if there is none, or if nothing decides between several.
        """
        deployed = self._deployed_with(file)
        own = [each for each in candidates if each in deployed]
        return _nearest(file, own or [each for each in candidates if self._may_be(file, each)])

    def _may_be(self, file: str, candidate: str) -> bool:
        """Return whether only the folders show that two files are of one cluster.

        One is in the folder of the other, or both are in one folder below the top of the tree that
        has no folder of another cluster: one with Kustomizations of its own.
        """
        if any(candidate in each.files for each in self._deployed):
            return False
        here, there = os.path.dirname(file), os.path.dirname(candidate)
        common = os.path.commonpath((here, there))
        if common in (here, there):
            return True
        branch = os.path.join(common, os.path.relpath(there, common).split(os.sep)[0])
        is_cluster = any(is_inside(each.file, branch) for each in self._deployed)
        return common != tree_of(here) and not is_cluster

    def _deployed_with(self, file: str) -> set[str]:
        """Return the files that are deployed by what deploys a file, directly or not."""
        beside = {each.file for each in self._deployed if _are_beside(each.file, file)}
        above = _all_from({file} | beside, self._deploying)
        around = set(above).union(*map(_taken_in_with, above))
        return set(_all_from(around, self._deployed_from))

    def _deploying(self, file: str) -> Iterable[str]:
        return (each.file for each in self._deployed if file in each.files)

    def _deployed_from(self, file: str) -> Iterable[str]:
        return (name for each in self._deployed if each.file == file for name in each.files)

    @cached_property
    def _deployed(self) -> list[_Deployed]:
        return [
            _Deployed(
                os.path.realpath(deployer.place.file),
                deployed_closure(folder, deployer).files if folder else frozenset(),
            )
            for deployer, folder in self._kustomizations
        ]


def _all_from(start: set[str], following: Callable[[str], Iterable[str]]) -> set[str]:
    """Return some files, and all that follow from them."""
    found, pending = set(start), list(start)
    while pending:
        new = set(following(pending.pop())) - found
        found |= new
        pending += new
    return found


def _taken_in_with(file: str) -> frozenset[str]:
    """Return the files of the kustomizations in the folders above a file that take it in."""
    closures = (
        kustomization_closure(folder).files
        for folder in folders_above(file)
        if kustomization_data(folder) is not None
    )
    return frozenset().union(*(files for files in closures if file in files))


def _are_beside(one: str, other: str) -> bool:
    return os.path.dirname(one) == os.path.dirname(other)


def _nearest(file: str, candidates: Sequence[str]) -> str:
    """Return the file with the deepest folder in common; empty if several have it."""
    here = os.path.dirname(file)
    depths = {each: len(os.path.commonpath((here, os.path.dirname(each)))) for each in candidates}
    deepest = [each for each in candidates if depths[each] == max(depths.values())]
    return deepest[0] if len(deepest) == 1 else ""
