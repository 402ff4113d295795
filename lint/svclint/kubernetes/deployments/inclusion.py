"""Follow kustomizations, and the objects that deploy folders, from a file outwards."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from svclint.kubernetes.deployments.deployers import Deployer
from svclint.kubernetes.deployments.placement import Placement
from svclint.source.kustomization import NONE, Kustomization, folders_above, kustomization_in

# More ways to include a file than any kustomization has; further ways are not considered.
_MOST_WAYS = 16


class Inclusion:
    """What includes each file and folder; ``open_deployments`` have remote or generated objects.

    Kustomizations are given by their folder, deployers by their index.
    """

    def __init__(
        self,
        folders: Iterable[str],
        deployers: Sequence[Deployer],
        number_of: Callable[[Hashable], int],
    ) -> None:
        """Search kustomizations in some real folders and a few above each."""
        self._deployers, self._number_of = deployers, number_of
        self.open_deployments: set[int] = set()
        self._placements: dict[str, tuple[Placement, ...]] = {}
        self._changes: dict[str, Kustomization] = {}
        self._including: dict[str, list[str | int]] = defaultdict(list)
        self._patching: dict[str, list[str]] = defaultdict(list)
        # By folder without a kustomization: the deployers of the files in it.
        self._bare: dict[str, list[int]] = defaultdict(list)
        for folder in _with_those_above([*folders, *(each.folder for each in deployers)]):
            found = kustomization_in(folder) or NONE
            for path in found.resources:
                if path != folder:
                    self._including[path].append(folder)
            for path in found.patches:
                self._patching[path].append(folder)
        for at, deployer in enumerate(deployers):
            if kustomization_in(deployer.folder) is None:
                self._bare[deployer.folder].append(at)
            else:
                self._including[deployer.folder].append(at)

    def placements(self, path: str, *, is_folder: bool = False) -> tuple[Placement, ...]:
        """Return the ways in which a file or folder, given by its real path, is deployed.

        Each folder is visited once, so that neither circles nor long chains matter.
        """
        if path in self._placements:
            return self._placements[path]
        pending = [(path, is_folder)]
        while pending:
            here, is_here_folder = pending[-1]
            includers = self._includers(here, is_folder=is_here_folder)
            unknown = [each for each in includers if self._is_unknown(each)]
            if here not in self._placements and unknown:
                # Set first, so that a circle of kustomizations ends here.
                self._placements[here] = ()
                pending += [(str(each), True) for each in unknown]
                continue
            pending.pop()
            found = dict.fromkeys(way for each in includers for way in self._ways_by(each))
            self._placements[here] = tuple(_few_of_each(found))
        return self._placements[path]

    def _is_unknown(self, includer: str | int) -> bool:
        return isinstance(includer, str) and includer not in self._placements

    def _includers(self, path: str, *, is_folder: bool) -> Sequence[str | int]:
        return self._including.get(path) or self._bare_over(path, is_folder=is_folder)

    def _ways_by(self, includer: str | int) -> Iterator[Placement]:
        """Yield the ways in which a kustomization or deployer deploys what it includes."""
        if isinstance(includer, int):
            yield self._deployed_by(includer)
            return
        inner = self._changes.get(includer)
        if inner is None:
            inner = self._changes[includer] = _with_components(includer)
        for outer in self._around(includer):
            if inner.is_open:
                self.open_deployments.add(outer.deployment)
            yield outer.around(inner)

    def _around(self, folder: str) -> tuple[Placement, ...]:
        """Return what is around a kustomization: one that nothing includes is a deployment."""
        around = self._placements.get(folder)
        return around or (Placement(self._number_of(("kustomization", folder))),)

    def number_of_deployer(self, at: int) -> int:
        """Return the number of what a deployer, given by its index, deploys."""
        return self._number_of(("deployer", at))

    def patched_by(self, path: str) -> frozenset[int]:
        """Return the numbers of the deployments that a file of patches changes."""
        found: set[int] = set()
        for folder in self._patching.get(path, ()):
            self.placements(folder, is_folder=True)
            found.update(placement.deployment for placement in self._around(folder))
        return frozenset(found)

    def _deployed_by(self, at: int) -> Placement:
        each = self._deployers[at]
        number = self.number_of_deployer(at)
        changes = each.namespace, each.default_namespace, each.prefix, each.suffix
        return Placement(number, *changes, is_changing=each.is_changing)

    def _bare_over(self, path: str, *, is_folder: bool) -> list[int]:
        """Return the deployers that deploy all files of a folder, or also those below it."""
        here = os.path.dirname(path)
        if not self._bare or (not is_folder and kustomization_in(here) is not None):
            return []
        found = list(self._bare.get(here, ()))
        while not found and os.path.dirname(here) != here:
            here = os.path.dirname(here)
            found = [at for at in self._bare.get(here, ()) if self._deployers[at].is_recursive]
        return found


def _few_of_each(placements: Iterable[Placement]) -> Iterator[Placement]:
    """Yield a limited number of placements of each deployment."""
    times: dict[int, int] = defaultdict(int)
    for each in placements:
        times[each.deployment] += 1
        if times[each.deployment] <= _MOST_WAYS:
            yield each


def _with_those_above(folders: Iterable[str]) -> list[str]:
    return sorted({over for each in folders for over in folders_above(os.path.join(each, "file"))})


def _with_components(folder: str) -> Kustomization:
    """Return a kustomization with what its components change in all of its resources."""
    own = kustomization_in(folder) or NONE
    seen, pending = {folder}, sorted(own.components)
    while pending:
        path = pending.pop()
        if path in seen:
            continue
        seen.add(path)
        component = kustomization_in(path) or NONE
        pending += sorted(component.components)
        own = own._replace(
            namespace=own.namespace or component.namespace,
            labels=own.labels + component.labels,
            is_changing=own.is_changing or component.is_changing,
            is_open=own.is_open or component.is_open,
            replaced=own.replaced + component.replaced,
        )
    return own
