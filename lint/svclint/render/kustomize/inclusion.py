"""What a kustomization takes in, through which of its entries, and what changes it on the way.

Source: ``KustTarget.accumulateTarget`` of kustomize (api/internal/target): a kustomization reads
its resources, runs its generators, then its components, then its own transformers. A component
changes all that has been read before it.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from svclint.render.kustomize.sources import Layer, Sources
from svclint.render.kustomize.traced import Place, UntraceableError

_SETTINGS = ("resources", "bases", "components")
_COMPONENTS = "components"
# More ways to one file than any tree has; each of them is tried.
_MOST_WAYS = 64
_DEEPEST = 64


class Entry(NamedTuple):
    """An entry of a kustomization: one of its resources or components, by number."""

    layer: Layer
    place: Place
    setting: str
    number: int


# The entries that take in a file, from the inside to the root.
Way = tuple[Entry, ...]


class Inclusion:
    """The kustomizations of a root, and what each takes in.

    ``layers`` are all of them; ``files`` are the real paths of the manifests.
    """

    def __init__(self, root: Layer | None, sources: Sources) -> None:
        self._sources = sources
        self._entries: dict[str, list[Entry]] = defaultdict(list)
        self.root = root
        self.layers: dict[str, Layer] = {}
        pending = [] if self.root is None else [self.root]
        while pending:
            layer = pending.pop()
            if layer.file not in self.layers:
                self.layers[layer.file] = layer
                pending += self._read(layer)
        self.files = [path for path in self._entries if path not in self.layers]

    def _read(self, layer: Layer) -> Iterator[Layer]:
        for setting in _SETTINGS:
            for number, entry in enumerate(layer.settings.items_of(setting)):
                if not isinstance(entry.value, str) or "\n" in entry.value:
                    continue
                path = layer.path_of(entry.value)
                inner = self._sources.layer_in(path) if os.path.isdir(path) else None
                if inner is not None:
                    yield inner
                    path = inner.file
                place = entry.place._replace(setting=setting)
                self._entries[path].append(Entry(layer, place, setting, number))

    def ways_from(self, file: str) -> list[Way]:
        """Return the ways from a manifest or a kustomization, by real path, to the root."""
        found: list[Way] = []
        pending: list[tuple[str, Way]] = [(file, ())]
        while pending and len(found) < _MOST_WAYS:
            here, way = pending.pop()
            if self.root is not None and here == self.root.file:
                found.append(way)
            elif len(way) < _DEEPEST:
                entries = reversed(self._entries.get(here, ()))
                pending += [(entry.layer.file, (*way, entry)) for entry in entries]
        return found

    def changing(self, way: Way) -> Iterator[Layer]:
        """Yield the kustomizations whose settings change what comes on a way, in order.

        Raises ``UntraceableError`` if one of them cannot be read.
        """
        for entry in way:
            first = entry.number + 1 if entry.setting == _COMPONENTS else 0
            yield from self._components(entry.layer, first, 0)
            yield entry.layer

    def changing_generated(self, layer: Layer, way: Way) -> Iterator[Layer]:
        """Yield the same for what a kustomization generates itself."""
        yield from self._components(layer, 0, 0)
        yield layer
        yield from self.changing(way)

    def _components(self, layer: Layer, first: int, depth: int) -> Iterator[Layer]:
        for entry in layer.settings.items_of(_COMPONENTS)[first:]:
            component = self._sources.layer_in(layer.path_of(str(entry.value)))
            if component is None or depth > _DEEPEST:
                raise UntraceableError
            yield from self._components(component, 0, depth + 1)
            yield component
