"""Recognise kustomize patches: partial objects that nobody applies by themselves."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

from svclint.source.document import Document
from svclint.source.fold import FoldError, fold

_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_LEVELS = 6


def is_patch(document: Document) -> bool:
    """Whether a document is a patch: by its directives, or because a kustomization lists it."""
    if _has_directive(document.data):
        return True
    file = document.chunk.file
    if file.startswith("<"):
        return False
    real = os.path.realpath(file)
    folder = os.path.dirname(real)
    for _ in range(_LEVELS):
        if real in _patches(folder):
            return True
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    return False


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


@lru_cache(maxsize=4096)
def _patches(folder: str) -> frozenset[str]:
    """Give the files that the folder's kustomization uses as patches."""
    for name in _NAMES:
        try:
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as stream:
                data = fold(stream.read(1 << 20)).data
        except (OSError, FoldError):
            continue
        if isinstance(data, dict):
            return frozenset(os.path.realpath(os.path.join(folder, path)) for path in _listed(data))
    return frozenset()


def _listed(data: dict[str, Any]) -> list[str]:
    entries: list[Any] = []
    for name in ("patches", "patchesStrategicMerge", "patchesJson6902"):
        found = data.get(name)
        entries += found if isinstance(found, list) else []
    paths = [entry.get("path") if isinstance(entry, dict) else entry for entry in entries]
    return [path for path in paths if isinstance(path, str) and "\n" not in path]
