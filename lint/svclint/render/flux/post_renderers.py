"""What the post-renderers of a HelmRelease make of what Helm prints.

Source: https://fluxcd.io/flux/components/helm/helmreleases/#post-renderers and
internal/postrender of helm-controller: each of them is a kustomization over the output of the one
before.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from typing import NamedTuple

from svclint.model import Path
from svclint.model.data import mapping, sequence
from svclint.render.confinement import Limits
from svclint.render.flux.common_metadata import common_metadata
from svclint.render.flux.substitution import Variables, expanded_text
from svclint.render.kustomize.additions import Additions, write_kustomization
from svclint.render.kustomize.traced import Node, Place, UntraceableError, traced
from svclint.render.tools import RenderError, run_kustomize
from svclint.source import Document

_FIELD = ("spec", "postRenderers")
_COMMON = ("spec", "commonMetadata")
# What Flux reads of the entries. kustomize would read more: a ``path`` may be that of any file.
_ENTRIES = {
    "patches": ("patch", "target"),
    "images": ("name", "newName", "newTag", "digest"),
}
# Fields of versions before v2, whose patches are no texts.
_REMOVED = ("patchesStrategicMerge", "patchesJson6902")


class Stage(NamedTuple):
    """A post-renderer: the file with its input, what it adds to the folder of it, its output."""

    file: str
    additions: Additions
    raw: bytes


def post_rendered(
    document: Document, variables: Variables, raw: bytes, work: str, limits: Limits | None = None
) -> list[Stage]:
    """Return the post-renderers of a HelmRelease, with their outputs. Raises ``RenderError``.

    ``raw`` is what Helm prints. ``work`` is a folder for their inputs, which the result names.
    """
    stages: list[Stage] = []
    for path, settings in _renderers(document, variables):
        folder = os.path.join(os.path.realpath(work), f"post-renderer-{len(stages)}")
        os.makedirs(folder)
        file = os.path.join(folder, "manifests.yaml")
        with open(file, "wb") as stream:
            stream.write(raw)
        additions = Additions(folder, settings, Place(document, path))
        raw = _built(additions, f"the output of postRenderers in {document.file}", limits)
        stages.append(Stage(file, additions, raw))
    return stages


def _built(additions: Additions, shown: str, limits: Limits | None) -> bytes:
    with tempfile.TemporaryDirectory(prefix="svclint-post-renderer-") as folder:
        write_kustomization(additions, folder)
        inputs = [os.path.join(folder, name) for name in os.listdir(folder)]
        return run_kustomize(folder, inputs, shown=shown, limits=limits)


def _renderers(document: Document, variables: Variables) -> Iterator[tuple[Path, dict[str, Node]]]:
    """Yield the path and the settings of what changes something. Raises ``RenderError``."""
    try:
        for number, entry in enumerate(map(mapping, sequence(document.value(_FIELD)))):
            renderer = mapping(entry.get("kustomize"))
            path = (*_FIELD, number, "kustomize")
            if any(renderer.get(name) for name in (*_ENTRIES, *_REMOVED)):
                yield path, _settings(traced(document, path), document, variables)
        common = common_metadata(document)
        if common:
            yield _COMMON, {name: _filled(node, variables) for name, node in common.items()}
    except UntraceableError:
        raise RenderError(f"the postRenderers in {document.file} are too large") from None


def _settings(renderer: Node, document: Document, variables: Variables) -> dict[str, Node]:
    """Return the settings of a post-renderer as a kustomization has them."""
    entries = {
        name: [_entry(each, name) for each in renderer.items_of(name) if each.is_mapping]
        for name in _ENTRIES
    }
    merged, operations = map(renderer.items_of, _REMOVED)
    if (merged or operations) and document.api_version.rpartition("/")[2] == "v2":
        named = _REMOVED[0] if merged else _REMOVED[1]
        problem = f"postRenderers contain {named}, which HelmReleases of v2 do not have"
        raise RenderError(f"{document.file} is not rendered: its {problem}; use patches")
    # In the order of kustomize.
    patches = [Node({"patch": each}, each.place) for each in merged]
    patches += entries["patches"]
    patches += [_entry(each, "patches") for each in operations if each.is_mapping]
    found = {"patches": patches, "images": entries["images"]}
    return {
        name: Node([_filled(each, variables) for each in written], renderer.place)
        for name, written in found.items()
        if written
    }


def _entry(node: Node, name: str) -> Node:
    known = {key: child for key, child in node.value.items() if key in _ENTRIES[name]}
    return Node(known, node.place)


def _filled(node: Node, variables: Variables) -> Node:
    """Return a value with the variables of Flux replaced in its texts."""
    value = node.value
    if isinstance(value, dict):
        return Node({key: _filled(child, variables) for key, child in value.items()}, node.place)
    if isinstance(value, list):
        return Node([_filled(child, variables) for child in value], node.place)
    return Node(expanded_text(value, variables), node.place) if isinstance(value, str) else node
