"""Read kustomizations: their resources, patches and namespace; recognise patches.

Source: the fields of ``Kustomization`` (kustomize.config.k8s.io/v1beta1). ``namespace`` applies to
all resources of a kustomization; that of an outer kustomization overrides that of an inner one.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from svclint.model import Data
from svclint.model.data import labels, mapping, sequence, text
from svclint.source.document import Chunk, Document
from svclint.source.files import ReadError, read_file
from svclint.source.parse_result import ParseError
from svclint.source.paths import real_folder_of, real_path
from svclint.source.yaml_reader import parse_yaml

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_LEVELS = 6
_MOST_BYTES = 1024 * 1024
# A patch written in place, a URL, or what no file system accepts.
_NOT_A_PATH = re.compile(r"[\n\0]|://|[^/]{256}|.{4097}")
# More ways to include a file than any tree has; further ways are not considered.
_MOST_WAYS = 64
_RESOURCES = ("resources", "bases", "components", "crds", "generators")
_PATCHES = ("patches", "patchesStrategicMerge", "patchesJson6902")
_CHANGES = (*_PATCHES, "replacements", "vars", "components", "transformers", "configurations")


class Kustomization(NamedTuple):
    """One kustomization: the real paths of its resources and patches, and what it adds.

    ``labels`` are those that it adds to pods and selectors. ``is_changing``: it changes more of
    its resources than names, labels and namespaces.
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
    """Return a folder's kustomization; ``None`` if there is none that can be read."""
    for name in NAMES:
        if not os.path.isfile(os.path.join(folder, name)):
            continue
        raw = read_file(os.path.join(folder, name), _MOST_BYTES)
        if isinstance(raw, ReadError):
            continue
        try:
            data = parse_yaml(raw.decode("utf-8", "replace")).data
        except ParseError:
            continue
        if isinstance(data, dict):
            return kustomization_of(folder, mapping(data))
    return None


def kustomization_of(folder: str, data: Data) -> Kustomization:
    """Return the kustomization that the data of a file in a folder declares."""
    return Kustomization(
        _paths(folder, data, _RESOURCES),
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
        if isinstance(path, str) and _NOT_A_PATH.search(path) is None
    )


def folders_above(file: str) -> Iterable[str]:
    """Yield the folder of a real path and a few above it."""
    folder = os.path.dirname(file)
    for _ in range(_LEVELS):
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


class Overlays:
    """The kustomizations that include each file, among those near the files of a run."""

    def __init__(self) -> None:
        self._folders: set[str] = set()
        self._memo: dict[str, tuple[Kustomization, ...]] = {}
        self._by_file: dict[str, tuple[Kustomization, ...]] = {}
        self._last = ""

    def add(self, file: str) -> None:
        """Record a file of the run: a kustomization, or a file that one may include."""
        # Most files contain several objects, which follow one another.
        if file != self._last and not file.startswith("<"):
            self._last = file
            self._folders.add(os.path.dirname(file))

    @cached_property
    def has_any(self) -> bool:
        """Return whether any kustomization includes anything; in most runs none does."""
        return bool(self._including)

    @cached_property
    def _including(self) -> dict[str, list[str]]:
        return _including_folders(self._folders)

    def over(self, file: str) -> tuple[Kustomization, ...]:
        """Return the combined effect of kustomizations on a file, for each way it is included.

        The namespace is that of the outermost kustomization that sets one. Empty for a file that
        no kustomization includes.
        """
        if not self.has_any or file.startswith("<"):
            return ()
        if file not in self._by_file:
            self._by_file[file] = self._effects(real_path(file))
        return self._by_file[file]

    def _effects(self, real: str) -> tuple[Kustomization, ...]:
        """Return the effects on a path, after those on all folders that include it.

        Each folder is visited once, so that neither circles nor long chains matter.
        """
        pending = [real]
        while pending:
            path = pending[-1]
            folders = self._including.get(path, ())
            missing = [each for each in folders if each not in self._memo]
            if path not in self._memo and missing:
                # Set first, so that a circle of kustomizations ends here.
                self._memo[path] = ()
                pending += missing
                continue
            pending.pop()
            found: dict[Kustomization, None] = {}
            for folder in folders:
                inner = kustomization_in(folder) or NONE
                outer = self._memo.get(folder) or (NONE,)
                found.update((_under(inner, each), None) for each in outer)
            self._memo[path] = tuple(found)[:_MOST_WAYS]
        return self._memo[real]


def _under(inner: Kustomization, outer: Kustomization) -> Kustomization:
    return NONE._replace(
        namespace=outer.namespace or inner.namespace,
        prefix=outer.prefix + inner.prefix,
        suffix=inner.suffix + outer.suffix,
        labels=inner.labels + outer.labels,
        is_changing=inner.is_changing or outer.is_changing,
    )


def _including_folders(folders: set[str]) -> dict[str, list[str]]:
    """Return, for each real path, the folders whose kustomization includes it."""
    searched: set[str] = set()
    for folder in folders:
        searched.update(folders_above(os.path.join(os.path.realpath(folder), "file")))
    including: dict[str, list[str]] = defaultdict(list)
    for folder in sorted(searched):
        for path in (kustomization_in(folder) or NONE).resources:
            if path != folder:
                including[path].append(folder)
    return including


def is_patch(document: Document) -> bool:
    """Return whether a document is a patch: by its directives, or because it is listed as one."""
    may_have_directive = _has_mark_of_directive(document.chunk)
    return (may_have_directive and _has_directive(document.data)) or is_patch_file(document.file)


# The objects of a List share a text, which is searched once.
@lru_cache(maxsize=1)
def _has_mark_of_directive(chunk: Chunk) -> bool:
    # A dollar sign that is written as an escape has a backslash.
    return "$" in chunk.text or "\\" in chunk.text


def is_patch_file(file: str) -> bool:
    """Return whether a kustomization in a file's folder or a few above lists it as a patch."""
    if file.startswith("<"):
        return False
    patches = _patches_above(real_folder_of(file))
    # Few folders have any.
    return bool(patches) and real_path(file) in patches


@lru_cache(maxsize=4096)
def _patches_above(folder: str) -> frozenset[str]:
    """Return the real paths of all patches of the kustomizations of a folder and those above."""
    above = folders_above(os.path.join(folder, "file"))
    found = (kustomization_in(each) for each in above)
    return frozenset(path for each in found if each is not None for path in each.patches)


def _has_directive(value: Any) -> bool:
    pending = [value]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if "$patch" in value or "$retainKeys" in value:
                return True
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return False
