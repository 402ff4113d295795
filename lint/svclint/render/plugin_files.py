"""What the generators and transformers of a kustomization name: kustomize opens it.

Paths are relative to the kustomization, whichever file names them. Source:
https://kubectl.docs.kubernetes.io/references/kustomize/builtins/
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from svclint.render.helm.limits import MAX_FILE_BYTES
from svclint.render.kustomize.additions import names_in
from svclint.source.files import ReadError, read_file
from svclint.source.kustomization import is_special
from svclint.source.stream import documents

_LONGEST = 4096


def special_files_named(folder: str, plugin: str) -> Iterator[str]:
    """Yield the FIFOs, sockets and devices that a plug-in of a kustomization names.

    ``plugin`` is a file or a folder relative to that of the kustomization, or the text itself.
    """
    for raw in _texts(folder, plugin):
        for document in documents("", raw):
            for each in _strings(document.data):
                # An entry may be KEY=FILE.
                path = each.rpartition("=")[2]
                if _is_path(path) and is_special(os.path.join(folder, path)):
                    yield path


def _is_path(text: str) -> bool:
    return bool(text) and "\0" not in text and len(text) < _LONGEST


def _texts(folder: str, plugin: str) -> Iterator[bytes]:
    if "\n" in plugin:
        yield plugin.encode("utf-8", "replace")
        return
    path = os.path.join(folder, plugin)
    is_folder = os.path.isdir(path)
    for file in [os.path.join(path, name) for name in names_in(path)] if is_folder else [path]:
        raw = read_file(file, MAX_FILE_BYTES) if os.path.isfile(file) else None
        if raw is not None and not isinstance(raw, ReadError):
            yield raw


def _strings(data: Any) -> Iterator[str]:
    pending = [data]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            pending += value.values()
        elif isinstance(value, list):
            pending += value
