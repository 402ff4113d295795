"""What a kustomization names: files, folders with kustomizations, and what is remote.

Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeGuard

from svclint.model import Data
from svclint.model.data import mapping, sequence, text

# Lists of files and folders; the latter contain a kustomization.
_ENTRIES = ("resources", "bases", "components", "crds")
PLUGINS = ("generators", "transformers", "validators")
_PATCHES = ("patches", "patchesStrategicMerge", "patchesJson6902", "replacements")
_GENERATORS = ("configMapGenerator", "secretGenerator")
_LONGEST = 4096


def entries_of(data: Data) -> Iterator[str]:
    """Yield what a kustomization builds objects from, or changes them with."""
    named = [
        entry
        for name in (*_ENTRIES, *PLUGINS, "configurations")
        for entry in sequence(data.get(name))
    ]
    named += [entry for name in _PATCHES for entry in map(_path_of, sequence(data.get(name)))]
    return filter(is_path, named)


def entries_read(data: Data) -> Iterator[str]:
    """Yield files that no object is built from: contents of ConfigMaps and Secrets, a schema."""
    named = [mapping(data.get("openapi")).get("path")]
    for generator in (each for name in _GENERATORS for each in sequence(data.get(name))):
        own = mapping(generator)
        named += [own.get("env"), *sequence(own.get("envs"))]
        # An entry may be KEY=FILE.
        named += [text(each).rpartition("=")[2] for each in sequence(own.get("files"))]
    return filter(is_path, named)


def is_path(entry: Any) -> TypeGuard[str]:
    """Return whether an entry is a path or a URL, and no patch that is written in place."""
    if not isinstance(entry, str) or not entry or len(entry) >= _LONGEST:
        return False
    return "\n" not in entry and "\0" not in entry


def _path_of(entry: Any) -> Any:
    return entry.get("path") if isinstance(entry, dict) else entry
