"""Recognise kustomize patches: partial objects that nobody applies by themselves."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

from svclint.source.document import Document
from svclint.source.kustomization import folders_above, kustomization_in
from svclint.source.paths import real_folder_of, real_path


def is_patch(document: Document) -> bool:
    """Whether a document is a patch: by its directives, or because a kustomization lists it."""
    text = document.chunk.text
    # A dollar that is written as an escape has a backslash.
    may_have_one = "$" in text or "\\" in text
    is_said = may_have_one and _has_directive(document.data)
    return is_said or is_patch_file(document.file)


def is_patch_file(file: str) -> bool:
    """Whether a kustomization in a file's folder or a few above lists the file as a patch."""
    if file.startswith("<"):
        return False
    patches = _patches_for(real_folder_of(file))
    # Few folders have any.
    return bool(patches) and real_path(file) in patches


@lru_cache(maxsize=4096)
def _patches_for(folder: str) -> frozenset[str]:
    """Give the real paths of all patches of the kustomizations of a folder and those above."""
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
