"""Read kustomizations: what they take in, and the namespace they put it into.

Source: the fields of ``Kustomization`` (kustomize.config.k8s.io/v1beta1). A ``namespace:`` holds
for everything the kustomization takes in, that of an outer one over that of an inner one.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

from svclint.model import Data
from svclint.model.data import labels, mapping, sequence, text
from svclint.source.paths import real_path

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_LEVELS = 6
_TAKES_IN = ("resources", "bases", "components", "crds", "generators")
_PATCHES = ("patches", "patchesStrategicMerge", "patchesJson6902")
_CHANGES = (*_PATCHES, "replacements", "vars", "components", "transformers", "configurations")


class Kustomization(NamedTuple):
    """What matters of one: real paths of what it takes in and of its patches, and its words.

    ``labels`` are those it adds to pods (and to the selectors that look for them).
    ``is_changing`` says that it does more to its resources than naming, labelling and placing.
    """

    resources: frozenset[str]
    patches: frozenset[str]
    namespace: str
    prefix: str
    suffix: str
    labels: tuple[tuple[str, str], ...]
    is_changing: bool


NONE = Kustomization(frozenset(), frozenset(), "", "", "", (), is_changing=False)


@lru_cache(maxsize=4096)
def kustomization_in(folder: str) -> Kustomization | None:
    """Read a folder's kustomization; ``None`` where there is none that can be read."""
    for name in NAMES:
        if not os.path.isfile(os.path.join(folder, name)):
            continue
        from svclint.source.fold import FoldError, fold  # noqa: PLC0415 - a slow start for few

        try:
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as stream:
                data = fold(stream.read(1 << 20)).data
        except (OSError, FoldError):
            continue
        if isinstance(data, dict):
            return kustomization_of(folder, mapping(data))
    return None


def kustomization_of(folder: str, data: Data) -> Kustomization:
    """Understand the text of a kustomization that stands in a folder."""
    return Kustomization(
        _paths(folder, data, _TAKES_IN),
        _paths(folder, data, _PATCHES),
        text(data.get("namespace")),
        text(data.get("namePrefix")),
        text(data.get("nameSuffix")),
        _pod_labels(data),
        any(data.get(name) for name in _CHANGES),
    )


def _pod_labels(data: Data) -> tuple[tuple[str, str], ...]:
    found = dict(labels(data.get("commonLabels")))
    for entry in map(mapping, sequence(data.get("labels"))):
        if entry.get("includeSelectors") is True or entry.get("includeTemplates") is True:
            found.update(labels(entry.get("pairs")))
    return tuple(found.items())


def _paths(folder: str, data: Data, fields: Iterable[str]) -> frozenset[str]:
    entries = [entry for name in fields for entry in sequence(data.get(name))]
    paths = [mapping(entry).get("path") if isinstance(entry, dict) else entry for entry in entries]
    return frozenset(
        os.path.realpath(os.path.join(folder, path))
        for path in paths
        if isinstance(path, str) and "\n" not in path and "://" not in path
    )


def folders_above(file: str) -> Iterable[str]:
    """Give the folder of a real path and a few above it."""
    folder = os.path.dirname(file)
    for _ in range(_LEVELS):
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


class Overlays:
    """Which kustomizations take in which files, as far as a run can see."""

    def __init__(self) -> None:
        self._folders: set[str] = set()
        self._memo: dict[str, tuple[Kustomization, ...]] = {}
        self._by_file: dict[str, tuple[Kustomization, ...]] = {}
        self._last = ""

    def add(self, file: str) -> None:
        """Take note of a file of the run: a kustomization, or one that some may take in."""
        # Of most files, several objects come one after the other.
        if file != self._last and not file.startswith("<"):
            self._last = file
            self._folders.add(os.path.dirname(file))

    @cached_property
    def has_any(self) -> bool:
        """Whether a kustomization takes in anything at all; in most runs none does."""
        return bool(self._takers)

    @cached_property
    def _takers(self) -> dict[str, list[str]]:
        return _takers(self._folders)

    def over(self, file: str) -> tuple[Kustomization, ...]:
        """Give what happens to a file: for each way it is taken in, its outcome.

        The outcome's namespace is that of the outermost kustomization that has one. A file that
        none takes in has no outcome.
        """
        if not self.has_any or file.startswith("<"):
            return ()
        if file not in self._by_file:
            self._by_file[file] = self._outcomes(real_path(file))
        return self._by_file[file]

    def _outcomes(self, real: str) -> tuple[Kustomization, ...]:
        if real not in self._memo:
            self._memo[real] = ()  # A circle of kustomizations ends here.
            found: dict[Kustomization, None] = {}
            for folder in self._takers.get(real, ()):
                inner = kustomization_in(folder) or NONE
                outer = self._outcomes(folder) or (NONE,)
                found.update((_under(inner, each), None) for each in outer)
            self._memo[real] = tuple(found)
        return self._memo[real]


def _under(inner: Kustomization, outer: Kustomization) -> Kustomization:
    return NONE._replace(
        namespace=outer.namespace or inner.namespace,
        prefix=outer.prefix + inner.prefix,
        suffix=inner.suffix + outer.suffix,
        labels=inner.labels + outer.labels,
        is_changing=inner.is_changing or outer.is_changing,
    )


def _takers(folders: set[str]) -> dict[str, list[str]]:
    """Give, for each real path, the folders whose kustomization takes it in."""
    looked_at: set[str] = set()
    for folder in folders:
        looked_at.update(folders_above(os.path.join(os.path.realpath(folder), "file")))
    takers: dict[str, list[str]] = defaultdict(list)
    for folder in sorted(looked_at):
        for path in (kustomization_in(folder) or NONE).resources:
            if path != folder:
                takers[path].append(folder)
    return takers
