"""Recognise patches that no kustomization lists: variants of a listed patch in the same folder."""

from __future__ import annotations

import os
from typing import Any

from svclint.source.document import Document
from svclint.source.file_cache import cached_from_files
from svclint.source.files import ReadError, read_file
from svclint.source.kustomization import folders_above, is_patch_file, kustomization_in
from svclint.source.paths import real_folder_of, real_path

_MOST_BYTES = 1024 * 1024
# The kind, name and namespace of an object.
_Identity = tuple[str, str, str]
_Fields = frozenset[tuple[str, ...]]


def is_variant_of_patch(document: Document) -> bool:
    """Return whether a document patches the object of a listed patch in its folder.

    It sets no field that the listed one does not set, and no kustomization lists it as a resource.
    """
    if document.file.startswith("<"):
        return False
    patches, resources = _patches_in(real_folder_of(document.file))
    # Few folders have any.
    if not patches or real_path(document.file) in resources:
        return False
    identity, fields = _identity(document), frozenset(_fields(document.data))
    return any(identity == each and fields <= others for each, others in patches)


def is_in_patch_file(document: Document) -> bool:
    """Return whether a kustomization lists the file as a patch, or the document is a variant."""
    return is_patch_file(document.file) or is_variant_of_patch(document)


@cached_from_files
def _patches_in(folder: str) -> tuple[tuple[tuple[_Identity, _Fields], ...], frozenset[str]]:
    """Return what the listed patches in a folder set in which objects, and the listed resources."""
    above = (kustomization_in(each) for each in folders_above(os.path.join(folder, "file")))
    found = [each for each in above if each is not None]
    listed = {path for each in found for path in each.patches if os.path.dirname(path) == folder}
    resources = frozenset(path for each in found for path in each.resources)
    patches = [each for path in sorted(listed - resources) for each in _objects(path)]
    return tuple(patches), resources


def _objects(path: str) -> list[tuple[_Identity, _Fields]]:
    # A run from the cache reads no documents.
    from svclint.source.stream import documents  # noqa: PLC0415

    raw = read_file(path, _MOST_BYTES)
    if isinstance(raw, ReadError):
        return []
    return [
        (_identity(each), frozenset(_fields(each.data)))
        for each in documents(path, raw)
        if each.problem is None and each.kind and each.object_name.name
    ]


def _identity(document: Document) -> _Identity:
    name = document.object_name
    return document.kind, name.name, name.namespace


def _fields(data: Any) -> set[tuple[str, ...]]:
    """Return the paths of the fields of data, without the positions of lists."""
    found: set[tuple[str, ...]] = set()
    pending: list[tuple[tuple[str, ...], Any]] = [((), data)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict):
            pending += [((*path, str(key)), each) for key, each in value.items()]
        elif isinstance(value, list):
            pending += [(path, each) for each in value]
        found.add(path)
    return found
