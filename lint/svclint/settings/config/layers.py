"""What configurations say, in layers: a nearer one goes before those further away."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from svclint.model import Location, Path
from svclint.model.cluster import Settings
from svclint.source.files import OWN_FILE
from svclint.source.paths import real_path

if TYPE_CHECKING:
    from svclint.source.document import Chunk


class Value(NamedTuple):
    """One value of a configuration, and where it stands."""

    value: Any
    chunk: Chunk
    path: Path

    def place(self, *steps: str | int) -> Location:
        """Say where it stands, or what is in it."""
        return self.chunk.locate((*self.path, *steps), at_key=False)[0]


class Layer(NamedTuple):
    """What one part of a file says: of all files, or only of those whose path matches.

    Values are known by their paths: mappings are joined entry by entry, so that
    ``("rules", "port-unnamed", "severity")`` is one of them; a list is a value as a whole.
    """

    values: Mapping[Path, Value]
    paths: tuple[str, ...] = ()


class Cluster(NamedTuple):
    """One of several clusters, and the paths of the files that are meant for it."""

    name: str
    facts: Layer


class Config(NamedTuple):
    """A ``.svclint.yaml`` with all that it extends; the nearest of its layers is the first.

    ``files`` are the paths of all files that were read for it, its own first.
    """

    folder: str
    files: tuple[str, ...]
    layers: tuple[Layer, ...]


class Held(NamedTuple):
    """What holds for one file: the name of its cluster, and the layers, the nearest first."""

    cluster: str = ""
    layers: tuple[Layer, ...] = ()

    def value(self, *path: str) -> Value | None:
        """Give the nearest value at a path, ``None`` where nothing is said."""
        return next((each.values[path] for each in self.layers if path in each.values), None)

    def below(self, name: str) -> dict[Path, Value]:
        """Give the nearest values of all entries of a mapping, by what follows its name."""
        return {
            path[1:]: value
            for layer in reversed(self.layers)
            for path, value in layer.values.items()
            if path[0] == name
        }

    def settings(self) -> Settings:
        """Give what is said of the cluster, and where policies and pod templates are."""

        def said(name: str) -> Any:
            found = self.value(name)
            return found and found.value

        templates = self.below("podTemplates").items()
        return Settings(
            said("kubernetesVersion"),
            said("serviceCIDRs"),
            said("nodePortRange"),
            said("namespace") or None,
            said("policies") or (),
            tuple((str(kind), each.value) for (kind,), each in templates),
        )


NOTHING_SAID = Held()


def held_for(config: Config, file: str) -> Held:
    """Give what a configuration says of one file."""
    inside = os.path.relpath(real_path(file), config.folder)
    layers = tuple(each for each in config.layers if _is_for(each, inside))
    clusters = Held("", layers).value("clusters")
    for cluster in clusters.value if clusters else ():
        if _is_for(cluster.facts, inside):
            return Held(cluster.name, (cluster.facts, *layers))
    return Held("", layers)


@lru_cache(maxsize=4096)
def config_above(folder: str) -> Config | None:
    """Find the nearest ``.svclint.yaml`` at or above a folder. Raises ``ConfigError``."""
    file = os.path.join(folder, OWN_FILE)
    if os.path.isfile(file):
        # Most runs have no configuration.
        from svclint.settings.config.reading import read_config  # noqa: PLC0415

        return read_config(file)
    parent = os.path.dirname(folder)
    if parent == folder or os.path.lexists(os.path.join(folder, ".git")):
        return None
    return config_above(parent)


def _is_for(layer: Layer, inside: str) -> bool:
    return not layer.paths or bool(_matcher(layer.paths)(inside))


@lru_cache(maxsize=256)
def _matcher(patterns: tuple[str, ...]) -> Any:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - only where a configuration has paths

    return GitIgnoreSpec.from_lines(patterns).match_file
