"""Find the objects of Flux and Argo CD among the files of a run, and what they deploy."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

from svclint.kubernetes.deployments.deployers import FLUX, deployed_folder
from svclint.model.data import group_of, text
from svclint.render.closure import Closure, deployed_closure
from svclint.render.deployers import Deployer, ObjectPlace, objects_of
from svclint.render.flux.substitution import references_of
from svclint.render.roots import KUSTOMIZE, Root, in_folder
from svclint.source import Document
from svclint.source.files import ReadError, read_file
from svclint.source.kustomization import kustomization_data

_MARKS = (b"toolkit.fluxcd.io", b"argoproj.io")
_MOST_BYTES = 4 * 1024 * 1024
_ENDINGS = (".yaml", ".yml")
# Kind, namespace and name.
_Reference = tuple[str, str, str]


def find_deployed(files: Sequence[str]) -> Iterator[tuple[Root, Closure]]:
    """Yield the folders that Kustomizations of Flux among some files deploy."""
    found = [
        (ObjectPlace(file, number), document)
        for file in files
        if file.endswith(_ENDINGS) and _is_marked(file)
        for number, document in enumerate(objects_of(file))
        if (group_of(document.api_version), document.kind) == FLUX
    ]
    wanted = {each for _, document in found for each in references_of(document)}
    sources = _sources(files, wanted)
    for place, document in found:
        folder = deployed_folder(document, text(document.value(("spec", "path"))))
        if folder and "kubeConfig" not in (document.value(("spec",)) or {}):
            yield _root(place, document, folder, sources)


def _is_marked(file: str) -> bool:
    raw = read_file(file, _MOST_BYTES)
    return not isinstance(raw, ReadError) and any(mark in raw for mark in _MARKS)


def _sources(files: Sequence[str], wanted: set[_Reference]) -> Mapping[_Reference, ObjectPlace]:
    """Return where the ConfigMaps and Secrets are that objects take values from."""
    if not wanted:
        return {}
    names = [name.encode() for _, _, name in wanted]
    found: dict[_Reference, ObjectPlace] = {}
    for file in files:
        raw = read_file(file, _MOST_BYTES) if file.endswith(_ENDINGS) else b""
        if isinstance(raw, ReadError) or not any(name in raw for name in names):
            continue
        for number, document in enumerate(objects_of(file)):
            reference = document.object_name[1:]
            if reference in wanted and "sops" not in (document.data or {}):
                found.setdefault(reference, ObjectPlace(file, number))
    return found


def _root(
    place: ObjectPlace,
    document: Document,
    folder: str,
    sources: Mapping[_Reference, ObjectPlace],
) -> tuple[Root, Closure]:
    shown = os.path.relpath(folder)
    references = [sources[each] for each in references_of(document) if each in sources]
    name = document.object_name
    deployer = Deployer(
        place, f"{name.kind} {name.name} ({os.path.normpath(place.file)})", tuple(references)
    )
    known = kustomization_data(folder)
    file = place.file if known is None else in_folder(shown, os.path.basename(known[0]))
    root = Root(KUSTOMIZE, shown, file, deployer=deployer)
    return root, deployed_closure(folder, deployer)
