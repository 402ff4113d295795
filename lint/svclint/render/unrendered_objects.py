"""Objects in files of charts and kustomizations that no output contains.

Such files are judged as they are built. What kustomize leaves out (``$patch: delete``, the
annotation ``config.kubernetes.io/local-config``), and what Helm does not read or print
(``.helmignore``, conditions, disabled subcharts, files beside the templates), would be judged
nowhere, though ``kubectl apply -f`` takes it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from svclint.render.rendering import Rendering
from svclint.render.roots import KUSTOMIZE
from svclint.source.document import Document
from svclint.source.files import ReadError, read_file
from svclint.source.kinds import API_VERSIONS, TYPED_LISTS
from svclint.source.kustomization import kustomization_in
from svclint.source.loading import documents_of_bytes
from svclint.source.parse_result import Problem
from svclint.source.paths import real_path
from svclint.source.placeholders import contains_placeholder
from svclint.source.recognition.templates import contains_mark
from svclint.source.stream import TOP, documents

_KINDS = frozenset((*API_VERSIONS, *TYPED_LISTS, "List"))
_KINDS_IN_BYTES = tuple(kind.encode() for kind in API_VERSIONS)
_REMEDY = "check the file alone if it is applied as it is, or all such files with --isolated"
# The kind and the name of an object.
_Name = tuple[str, str]


def unrendered_objects(
    files: Iterable[str], rendering: Rendering, changed: Mapping[str, bytes]
) -> Iterator[Document]:
    """Yield the objects of the files that are taken in and are in no output of what takes them in.

    ``changed`` are files with another content, by their real path. Templates are not objects, nor
    are patches.
    """
    found = {
        real: list(_objects_in(file, real, changed))
        for file, real in ((each, real_path(each)) for each in files)
        if real in rendering.taken_in
    }
    seen: set[int] = set()
    for text in rendering.texts:
        root, closure = rendering.roots[text.name], rendering.closures[text.name]
        if not any(found.get(each) for each in closure.files):
            continue
        patches = _patches((os.path.realpath(root.folder), *closure.folders))
        inside = sorted(closure.files & found.keys() - patches)
        objects = [each for file in inside for each in found[file]]
        rendered = Counter(_names_in(documents(text.name, text.raw, _KINDS)))
        # kustomize adds prefixes and suffixes to names.
        may_rename = root.tool == KUSTOMIZE or root.deployer is not None
        seen |= _rendered(objects, rendered, may_rename=may_rename)
        # A patch belongs to what it patches.
        seen.update(id(each) for file in patches & found.keys() for each in found[file])
    for objects in found.values():
        yield from (each for each in objects if id(each) not in seen)


def as_not_checked(document: Document) -> Document:
    """Return what stands for an object that no output contains."""
    place, _ = document.locate(())
    what = f'{document.kind} "{document.object_name.name}"'
    message = f"{what} is in the output of no chart or overlay that takes in this file"
    line = place.line - document.chunk.first_line + 1
    problem = Problem("unrendered", f"{message}, and is not checked", line, 1, _REMEDY)
    return Document(document.chunk, problem=problem)


def _objects_in(file: str, real: str, changed: Mapping[str, bytes]) -> Iterator[Document]:
    raw = changed.get(real)
    content = read_file(file) if raw is None else raw
    if isinstance(content, ReadError) or not any(each in content for each in _KINDS_IN_BYTES):
        return
    # Whatever kubectl would apply is an object, whatever comments stand around it.
    for each in documents_of_bytes(file, content, _KINDS, TOP, is_isolated=True):
        name = each.object_name.name
        is_object = each.problem is None and each.kind in API_VERSIONS and bool(name)
        if is_object and not contains_placeholder(name) and not contains_mark(each.data):
            yield each


def _patches(folders: Iterable[str]) -> frozenset[str]:
    """Return the patches of the kustomizations in some real folders that are no resources."""
    found = [each for each in map(kustomization_in, folders) if each is not None]
    patches = frozenset(path for each in found for path in each.patches)
    return patches - {path for each in found for path in each.resources}


def _names_in(found: Iterable[Document]) -> Iterator[_Name]:
    return ((each.kind, each.object_name.name) for each in found if each.kind in API_VERSIONS)


def _rendered(
    objects: Sequence[Document], rendered: Counter[_Name], *, may_rename: bool
) -> set[int]:
    """Return the identities of the objects that an output contains; each of its names counts once.

    ``rendered`` is emptied.
    """
    seen: set[int] = set()
    others: list[Document] = []
    for each in objects:
        name = each.kind, each.object_name.name
        if rendered[name]:
            rendered[name] -= 1
            seen.add(id(each))
        else:
            others.append(each)
    if may_rename and others:
        left = [name for name, number in rendered.items() if number]
        seen.update(id(each) for each in others if _is_renamed(each, left))
    return seen


def _is_renamed(document: Document, left: Collection[_Name]) -> bool:
    own = document.object_name.name
    return any(kind == document.kind and own in name for kind, name in left)
