"""Assign each file of a run to its deployments.

A file is deployed by each outermost kustomization that includes it, by each object of Flux and
Argo CD that names its folder, by its chart, or else with the folders around it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import NamedTuple

from svclint.kubernetes.deployments.deployers import Deployer, deployers_of, deploys_more
from svclint.kubernetes.deployments.folder_trees import Identity, is_of_kind, trees_of
from svclint.kubernetes.deployments.inclusion import Inclusion
from svclint.kubernetes.deployments.placement import Placement
from svclint.source import Document
from svclint.source.charts import chart_over, inflates_charts
from svclint.source.files import rendered_folder
from svclint.source.kinds import SHARED_KINDS
from svclint.source.kustomization import NAMES, kustomization_in
from svclint.source.paths import real_folder, real_folder_of, real_path


class Assignment(NamedTuple):
    """The placements of each file, the real folders of those that only a folder assigns, and the
    numbers of the deployments that may have more objects than the run.
    """

    placements: dict[str, tuple[Placement, ...]]
    plain_folders: dict[str, str]
    open_deployments: frozenset[int]


class Deployments:
    """The deployments of the files of a run, numbered; found once all objects are recorded."""

    def __init__(self) -> None:
        self._files: dict[str, list[Identity]] = {}
        self._kustomizations: list[str] = []
        self._unread: set[str] = set()
        self._deploying: set[str] = set()
        self._deployers: list[Deployer] = []
        self._numbers: dict[Hashable, int] = {}

    def add(self, document: Document) -> None:
        """Record an object of the run: its file, and what it deploys."""
        defined = self._files.setdefault(document.file, [])
        identity = _identity(document)
        if identity:
            defined.append(identity)
        self._deployers += deployers_of(document)
        if deploys_more(document):
            self._deploying.add(document.file)

    def replace(self, old: Sequence[Document], new: Sequence[Document]) -> bool:
        """Replace objects of one file by others if that certainly changes no assignment.

        Return whether it was done. What a file defines decides about other files only where two
        files define the same, or where a folder has the name of a kind.
        """
        file = (*old, *new)[0].file
        before = self._files.get(file)
        if before is None or any(map(_deploys, (*old, *new))):
            return False
        after = Counter(before)
        after.subtract(each for each in map(_identity, old) if each)
        after.update(each for each in map(_identity, new) if each)
        names = list(after.elements())
        if file in self._assigned.plain_folders and not self._are_equivalent(file, before, names):
            return False
        self._definitions.subtract({_kind_and_name(identity) for identity in before})
        self._definitions.update({_kind_and_name(identity) for identity in names})
        self._files[file] = names
        return True

    def _are_equivalent(
        self, file: str, before: Sequence[Identity], after: Sequence[Identity]
    ) -> bool:
        """Return whether a file may define other objects without an effect on other files."""
        folder = self._assigned.plain_folders[file]
        if {kind for kind, *_ in before} != {kind for kind, *_ in after} and is_of_kind(folder):
            return False
        had, has = set(map(_kind_and_name, before)), set(map(_kind_and_name, after))
        if any(self._definitions[each] > 1 for each in had - has):
            return False
        if any(self._definitions[each] > 0 for each in has - had):
            return False
        # Only the namespace of an object that another file defines, too.
        spaces = set(before) ^ set(after)
        return not any(self._definitions[_kind_and_name(each)] > 1 for each in spaces)

    @cached_property
    def _definitions(self) -> Counter[tuple[str, str]]:
        """In how many files an object of a kind and name is defined, in any namespace."""
        return Counter(
            name for defined in self._files.values() for name in set(map(_kind_and_name, defined))
        )

    def note_unread(self, document: Document) -> None:
        """Record what is not an object: a kustomization, or what may define objects if read."""
        file, problem = document.file, document.problem
        if os.path.basename(file) in NAMES:
            self._kustomizations.append(file)
        elif problem is not None and problem.kind in _UNREAD:
            self._unread.add(file)

    def of(self, file: str) -> tuple[Placement, ...]:
        """Return each way in which a file of the run is deployed; there is at least one."""
        return self._assigned.placements[file]

    def folder_of(self, file: str) -> str:
        """Return the real folder of a file if nothing but that says what is deployed with it."""
        return self._assigned.plain_folders.get(file, "")

    def is_divided(self, file: str) -> bool:
        """Return whether the folder of a file holds several deployments: variants or examples."""
        return self.folder_of(file) in self._divided_folders

    @cached_property
    def _divided_folders(self) -> set[str]:
        numbers: dict[str, set[int]] = {}
        for file, folder in self._assigned.plain_folders.items():
            found = numbers.setdefault(folder, set())
            found.update(each.deployment for each in self._assigned.placements[file])
        return {folder for folder, found in numbers.items() if len(found) > 1}

    def is_open(self, number: int) -> bool:
        """Return whether a deployment also has objects that no local file defines."""
        return (
            number in self._assigned.open_deployments or number in self._inclusion.open_deployments
        )

    def server_side_by(self, number: int) -> str:
        """Return the object that applies a deployment on the server; empty if none does."""
        return self._server_side.get(number, "")

    @cached_property
    def _server_side(self) -> dict[int, str]:
        return {
            self._inclusion.number_of_deployer(at): each.server_side_by
            for at, each in enumerate(self._deployers)
        }

    def patched_by(self, file: str) -> frozenset[int]:
        """Return the numbers of the deployments that a file of patches changes."""
        return self._inclusion.patched_by(real_path(file))

    @cached_property
    def are_changing(self) -> bool:
        """Whether any file is deployed other than it is written, or in several ways."""
        placements = set(self._assigned.placements.values())
        return any([place[1:] for place in each] != [_UNCHANGED] for each in placements)

    @cached_property
    def _inclusion(self) -> Inclusion:
        files = [*self._kustomizations, *(file for file in self._files if file[:1] != "<")]
        return Inclusion(set(map(real_folder_of, files)), self._deployers, self._number_of)

    @cached_property
    def _assigned(self) -> Assignment:
        found: dict[str, tuple[Placement, ...]] = {}
        rest: dict[str, str] = {}
        charts: set[int] = set()
        for file in self._files:
            real = "" if file.startswith("<") else real_path(file)
            placements = self._placements(file, real)
            if not placements and (chart := chart_over(os.path.dirname(real))):
                placements = (Placement(self._number_of(("chart", chart))),)
                # Most objects of a chart are in its templates.
                charts.add(placements[0].deployment)
            if placements:
                found[file] = placements
                if inflates_charts(file):
                    charts.update(each.deployment for each in placements)
            else:
                rest[file] = real
        trees = trees_of({real: self._files[file] for file, real in rest.items()})
        in_tree = {file: number for number, tree in enumerate(trees) for file in tree}
        for file, real in rest.items():
            found[file] = (Placement(self._number_of(("tree", in_tree[real]))),)
        plain = {file: os.path.dirname(real) for file, real in rest.items()}
        return Assignment(found, plain, frozenset(charts | self._open_around(found, plain)))

    def _open_around(
        self, found: dict[str, tuple[Placement, ...]], plain_folders: dict[str, str]
    ) -> set[int]:
        """Return the deployments of what deploys or may define more objects, if it were read."""
        unread = [real_path(file) for file in self._unread if file[:1] != "<"]
        folders = {os.path.dirname(file) for file in unread}
        opened = [self._inclusion.placements(file) for file in unread]
        opened += [found[file] for file in self._deploying]
        opened += [found[file] for file, folder in plain_folders.items() if folder in folders]
        return {each.deployment for placements in opened for each in placements}

    def _placements(self, file: str, real: str) -> tuple[Placement, ...]:
        if real:
            return self._inclusion.placements(real)
        # What an object of Flux or Argo CD changes in a kustomization that has been built.
        folder = real_folder(rendered_folder(file)) if rendered_folder(file) else ""
        is_built = folder and kustomization_in(folder) is not None
        around = self._inclusion.placements(folder, is_folder=True) if is_built else ()
        return around or (Placement(self._number_of(("text", file))),)

    def _number_of(self, key: Hashable) -> int:
        return self._numbers.setdefault(key, len(self._numbers))


def _kind_and_name(identity: Identity) -> tuple[str, str]:
    return identity[0], identity[2]


def _identity(document: Document) -> Identity | None:
    """Return kind, namespace and name of an object; ``None`` if they say nothing about files."""
    _, kind, namespace, name = document.object_name
    return (kind, namespace, name) if name and kind not in SHARED_KINDS else None


def _deploys(document: Document) -> bool:
    return deploys_more(document) or bool(deployers_of(document))


# Problems of files that may define objects.
_UNREAD = ("template", "unread", "syntax", "encoding")
_UNCHANGED = Placement(0)[1:]
