"""Replay the steps of kustomize on the objects of a tree, to find the one that was built."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from svclint.model import Data, ObjectName
from svclint.model.data import mapping
from svclint.render.kustomize.field_specs import FieldSpec, written_specs
from svclint.render.kustomize.generators import generated
from svclint.render.kustomize.inclusion import Inclusion, Way
from svclint.render.kustomize.inline_text import inline_nodes
from svclint.render.kustomize.replacements import FindSource
from svclint.render.kustomize.selection import TracedObject
from svclint.render.kustomize.sources import Layer, Sources
from svclint.render.kustomize.traced import Node, traced
from svclint.render.kustomize.transformers import Context, transform, transform_configured
from svclint.source import Document


class Candidate(NamedTuple):
    """An object of a source file, its way to the root, and what changes it there, in order."""

    root: Node
    way: Way
    layers: tuple[Layer, ...]
    is_generated: bool


class Replay:
    """Finds the objects of the tree below a root that become what was built."""

    def __init__(self, root: Layer | None, sources: Sources, find_source: FindSource) -> None:
        self._sources, self._find_source = sources, find_source
        self.inclusion = Inclusion(root, sources)
        self._transformers: dict[str, list[Layer]] = {}

    def object_of(self, built: ObjectName) -> TracedObject | None:
        """Return the object that became a built one, with the places of its values.

        ``None`` if it is not certain which. Raises ``UntraceableError`` if a step cannot be
        replayed.
        """
        for candidates in (
            self._candidates(built, has_name=True),
            self._candidates(built, has_name=False),
            self._of_other_kinds(built),
        ):
            found = [
                target
                for candidate in candidates
                if (target := self._run(candidate)) is not None
                and _is_built(target, built, is_hashed=candidate.is_generated)
            ]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def _candidates(self, built: ObjectName, *, has_name: bool) -> Iterator[Candidate]:
        """Yield the objects of the kind; names are changed at their ends, or by a patch."""
        for file in self.inclusion.files:
            for document in self._sources.objects(file, frozenset((built.kind,))):
                is_named = document.object_name.name in built.name
                if document.kind == built.kind and is_named is has_name:
                    yield from self._on_each_way(file, document)
        if has_name:
            yield from self._generated(built)

    def _of_other_kinds(self, built: ObjectName) -> Iterator[Candidate]:
        """Yield the objects with a name of which a patch may have changed the kind."""
        for file in self.inclusion.files:
            for document in self._sources.documents(file):
                name = document.object_name.name
                if name and name in built.name and document.kind != built.kind:
                    yield from self._on_each_way(file, document)

    def _on_each_way(self, file: str, document: Document) -> Iterator[Candidate]:
        for way in self.inclusion.ways_from(file):
            yield Candidate(traced(document), way, tuple(self.inclusion.changing(way)), False)

    def _generated(self, built: ObjectName) -> Iterator[Candidate]:
        inclusion = self.inclusion
        for layer in inclusion.layers.values():
            for node in generated(built.kind, layer, self._sources, built.name):
                for way in inclusion.ways_from(layer.file):
                    layers = tuple(inclusion.changing_generated(layer, way))
                    yield Candidate(node, way, layers, True)

    def _run(self, candidate: Candidate) -> TracedObject | None:
        """Return the object after all steps; ``None`` if one deletes it."""
        target = TracedObject(candidate.root, candidate.way)
        for layer in candidate.layers:
            context = Context(layer, self._sources, self._find_source, self._specs)
            transform(target, context)
            for configured in self._configured(layer):
                transform_configured(target, context._replace(layer=configured))
            if target.is_deleted:
                return None
        return target

    @cached_property
    def _specs(self) -> dict[str, list[FieldSpec]]:
        return _configured_specs(self.inclusion.layers.values(), self._sources)

    def _configured(self, layer: Layer) -> list[Layer]:
        """Return the transformers that a kustomization names, each read once."""
        if layer.file not in self._transformers:
            self._transformers[layer.file] = list(_configured(layer, self._sources))
        return self._transformers[layer.file]


def _configured(layer: Layer, sources: Sources) -> Iterator[Layer]:
    """Yield the transformers that are configured in texts, then those in files."""
    entries = layer.settings.items_of("transformers")
    for entry in entries:
        if entry.is_mapping:
            yield Layer(layer.file, entry)
        elif "\n" in str(entry.value):
            through = (entry.place._replace(setting="transformers"),)
            nodes = inline_nodes(entry, "transformers", through)
            yield from (Layer(layer.file, node) for node in nodes)
    for entry in entries:
        if not entry.is_mapping and "\n" not in str(entry.value):
            through = (entry.place._replace(setting="transformers"),)
            for file in _files(layer.path_of(str(entry.value)), sources):
                for document in sources.documents(file):
                    yield Layer(file, traced(document, (), "", through))


def _files(path: str, sources: Sources) -> list[str]:
    """Return the files with the transformers that an entry names: itself, or those of a folder."""
    if not os.path.isdir(path):
        return [path]
    return Inclusion(sources.layer_in(path), sources).files


def _configured_specs(layers: Iterable[Layer], sources: Sources) -> dict[str, list[FieldSpec]]:
    """Return the field specs that the ``configurations`` of kustomizations add, by setting."""
    found: dict[str, list[FieldSpec]] = defaultdict(list)
    for layer in layers:
        for data in _configurations(layer, sources):
            for setting, entries in data.items():
                found[setting] += written_specs(entries)
    return found


def _configurations(layer: Layer, sources: Sources) -> Iterator[Data]:
    for entry in layer.settings.items_of("configurations"):
        path = layer.path_of(str(entry.value))
        if os.path.isfile(path):
            yield from (mapping(document.data) for document in sources.documents(path))


def _is_built(target: TracedObject, built: ObjectName, *, is_hashed: bool) -> bool:
    root = target.root
    name = root.text("metadata", "name")
    has_name = name == built.name or (is_hashed and built.name.startswith(f"{name}-"))
    return (
        has_name
        and root.text("kind") == built.kind
        and root.text("metadata", "namespace") == built.namespace
    )
