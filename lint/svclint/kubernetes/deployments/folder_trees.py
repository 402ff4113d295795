"""Trees of folders that are deployed together, where nothing says what is.

A folder with objects and the folders below it are one tree, as for ``kubectl apply -R``, unless
some of them define objects of the same kind and name: then they are copies of an application,
environments or exercises, and each is deployed alone.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

# Folders that divide one application by the kinds of its objects.
_NAMES_OF_KINDS = frozenset(
    """
    config configmap configmaps configs cronjobs daemonsets deploy deployment deployments ingress
    ingresses jobs monitoring monitors networking networkpolicies networkpolicy pods policies pvc
    rbac routes secrets service serviceaccounts services statefulset statefulsets storage svc
    volumes workloads
    """.split()  # noqa: SIM905 - easier to read than forty quoted words
)
_NUMBER = re.compile(r"^[0-9]+[-_.]?")

# The kind, namespace and name of an object, as written.
Identity = tuple[str, str, str]
Identities = Mapping[str, Collection[Identity]]


def trees_of(files: Identities) -> list[list[str]]:
    """Return files, given by their real path with the objects that they define, by tree."""
    folders = _joined_by_kind(files)
    # The trees below each folder that may still become part of a larger one.
    whole: dict[str, list[list[str]]] = defaultdict(list)
    found: list[list[str]] = []
    # A folder comes before the one that contains it.
    for folder in sorted(folders, reverse=True):
        branches = [folders[folder], *whole.pop(folder, ())]
        if _have_copies(branches, files):
            found += branches
            continue
        tree = [file for branch in branches for file in branch]
        above = _nearest_above(folder, folders)
        if above:
            whole[above].append(tree)
        else:
            found.append(tree)
    return [tree for each in found for tree in _without_copies(each, files)]


def _joined_by_kind(files: Identities) -> dict[str, list[str]]:
    """Return files by their folder, or by the one above if folders divide that by kinds."""
    folders: dict[str, list[str]] = defaultdict(list)
    for file in files:
        folders[os.path.dirname(file)].append(file)
    dividing: dict[str, list[list[str]]] = defaultdict(list)
    for folder in filter(is_of_kind, folders):
        dividing[os.path.dirname(folder)].append(folders[folder])
    divided = {above for above, parts in dividing.items() if _are_of_other_kinds(parts, files)}
    joined: dict[str, list[str]] = defaultdict(list)
    for folder, group in folders.items():
        above = os.path.dirname(folder)
        joined[above if above in divided and is_of_kind(folder) else folder] += group
    return joined


def _are_of_other_kinds(groups: list[list[str]], files: Identities) -> bool:
    """Return whether several groups of files have no kind of object in common."""
    kinds = Counter(
        kind for group in groups for kind in {kind for file in group for kind, _, _ in files[file]}
    )
    return len(groups) > 1 and all(times == 1 for times in kinds.values())


def is_of_kind(folder: str) -> bool:
    """Return whether a folder has the name of a kind of object."""
    name = _NUMBER.sub("", os.path.basename(folder).lower())
    return name.replace("-", "").replace("_", "") in _NAMES_OF_KINDS


def _nearest_above(folder: str, folders: Collection[str]) -> str:
    """Return the nearest folder above that contains objects, or ""."""
    while True:
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        if above in folders:
            return above
        folder = above


def _have_copies(branches: Iterable[list[str]], files: Identities) -> bool:
    """Return whether two branches define objects of the same kind and name, in any namespace."""
    seen: set[tuple[str, str]] = set()
    for branch in branches:
        names = {(kind, name) for file in branch for kind, _, name in files[file]}
        if not seen.isdisjoint(names):
            return True
        seen |= names
    return False


def _without_copies(tree: list[str], files: Identities) -> list[list[str]]:
    """Return the files of a tree together, but each alone that defines what another one does.

    The files that repeat most come first: without one of all objects, the others are no copies.
    """
    alone: list[list[str]] = []
    while len(tree) > 1:
        times = Counter(each for file in tree for each in set(files[file]))
        repeated = {file: sum(times[each] > 1 for each in set(files[file])) for file in tree}
        most = max(repeated.values())
        if not most:
            break
        alone += [[file] for file in tree if repeated[file] == most]
        tree = [file for file in tree if repeated[file] < most]
    return [*alone, tree] if tree else alone
