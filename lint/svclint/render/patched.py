"""Find what the patches of kustomizations change nothing of."""

from __future__ import annotations

import os
from collections.abc import Iterator

from svclint.model import ConfigError, IgnoredItem
from svclint.model.data import mapping, sequence, text
from svclint.render.closure import closure_of
from svclint.render.deployed import trace_deployed
from svclint.render.deployers import ObjectPlace
from svclint.render.flux.tracer import FluxTracer
from svclint.render.kustomize.tracer import KustomizeTracer
from svclint.render.origins import Origin
from svclint.render.rendering import Rendering
from svclint.render.roots import HELM, Root
from svclint.render.tracing import ignored_in_post_renderers
from svclint.source import Document
from svclint.source.files import ReadError, Rendered, read_file
from svclint.source.kustomization import kustomization_data

_PATCHES = ("patches", "patchesStrategicMerge")
_FIELD = "ports"
_MOST_BYTES = 1 << 20


def ignored_items(rendering: Rendering) -> Iterator[tuple[Root, IgnoredItem, Document, Origin]]:
    """Yield the ports in patches that kustomize ignores, with the patch and where they are."""
    for rendered in rendering.texts:
        root = rendering.roots[rendered.name]
        if b"kind: Service\n" in rendered.raw and _may_patch(root):
            try:
                for found in _ignored_in(root, rendered, rendering):
                    yield (root, *found)
            except (ConfigError, OSError):
                continue


def _ignored_in(
    root: Root, rendered: Rendered, rendering: Rendering
) -> Iterator[tuple[IgnoredItem, Document, Origin]]:
    if root.tool == HELM:
        return ignored_in_post_renderers(root, rendered, rendering)
    return _tracer(root, rendered, rendering).ignored()


def _tracer(root: Root, rendered: Rendered, rendering: Rendering) -> KustomizeTracer | FluxTracer:
    changed = rendering.tree.changed
    if root.deployer is not None:
        return trace_deployed(root, closure_of(root), changed)
    return KustomizeTracer(root.folder, rendered.raw, changed=changed, kinds=("Service",))


def _may_patch(root: Root) -> bool:
    """Return whether a patch of a root may name ports: most have none, and are not replayed."""
    if root.deployer is not None and _has_field(root.deployer.place):
        return True
    if root.tool == HELM:
        return False
    for folder in (os.path.realpath(root.folder), *closure_of(root).folders):
        found = kustomization_data(folder)
        data = {} if found is None else found[1]
        if data.get("transformers"):
            return True
        for entry in (each for name in _PATCHES for each in sequence(data.get(name))):
            path = text(mapping(entry).get("path") if isinstance(entry, dict) else entry)
            if _FIELD in str(entry) or _contains_field(os.path.join(folder, path)):
                return True
    return False


def _has_field(place: ObjectPlace) -> bool:
    """Return whether an object may name ports in a patch."""
    if place.printed is None:
        return _contains_field(place.file)
    return _FIELD in str(place.printed.value(("spec", "postRenderers")))


def _contains_field(file: str) -> bool:
    raw = b"" if "\n" in file or "\0" in file else read_file(file, _MOST_BYTES)
    return not isinstance(raw, ReadError) and _FIELD.encode() in raw
