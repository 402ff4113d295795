"""The layers of a configuration: a nearer layer takes precedence over those further away."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from svclint.model import Location, Path
from svclint.model.cluster import Settings
from svclint.settings.config.faults import Fault
from svclint.source.document import Chunk
from svclint.source.path_patterns import PathPatterns
from svclint.source.paths import real_path


class Value(NamedTuple):
    """A value of a configuration, and its place in the file."""

    value: Any
    chunk: Chunk
    path: Path

    def place(self, *steps: str | int) -> Location:
        """Return the place of the value, or of something in it."""
        return self.chunk.locate((*self.path, *steps), at_key=False)[0]


class Layer(NamedTuple):
    """The values of one part of a file, for all manifests or only for those that match ``paths``.

    The values of a mapping have a path each, such as ``("rules", "port-unnamed", "severity")``, so
    that mappings merge entry by entry; a list is a single value.
    """

    values: Mapping[Path, Value]
    paths: tuple[str, ...] = ()


class Cluster(NamedTuple):
    """One of several clusters, and the paths of the manifests that are meant for it."""

    name: str
    facts: Layer


class Config(NamedTuple):
    """A ``.svclint.yaml`` with everything that it extends; the nearest layer comes first.

    ``files`` are the paths of all files that were read for it, its own first. With ``faults``, it
    must not be used: what is wrong is left out of the layers.
    """

    folder: str
    files: tuple[str, ...]
    layers: tuple[Layer, ...]
    faults: tuple[Fault, ...] = ()


class FileConfig(NamedTuple):
    """The configuration that applies to one file: its cluster, and the layers, nearest first."""

    cluster: str = ""
    layers: tuple[Layer, ...] = ()

    def value(self, *path: str) -> Value | None:
        """Return the nearest value at a path, or ``None`` if no layer sets one."""
        return next((each.values[path] for each in self.layers if path in each.values), None)

    def entries(self, name: str) -> dict[Path, Value]:
        """Return the nearest values of all entries of a mapping, by their path within it."""
        return {
            path[1:]: value
            for layer in reversed(self.layers)
            for path, value in layer.values.items()
            if path[0] == name
        }

    def settings(self) -> Settings:
        """Return the facts of the cluster, and where policies, pod templates and backends are."""

        def configured(name: str) -> Any:
            found = self.value(name)
            return found and found.value

        templates = self.entries("podTemplates").items()
        return Settings(
            configured("kubernetesVersion"),
            configured("serviceCIDRs"),
            configured("nodePortRange"),
            configured("namespace") or None,
            configured("policies") or (),
            tuple((str(kind), each.value) for (kind,), each in templates),
            configured("closed"),
            tuple((str(kind), each.value) for (kind,), each in self.entries("backends").items()),
        )


NO_CONFIG = FileConfig()


def config_for_file(config: Config, file: str, cluster: str = "") -> FileConfig:
    """Return what applies to one manifest; ``cluster`` is the name of its cluster, if known."""
    inside = os.path.relpath(real_path(file), config.folder)
    layers = tuple(each for each in config.layers if _is_for(each, inside))
    clusters = FileConfig("", layers).value("clusters")
    for each in clusters.value if clusters else ():
        if each.name == cluster or (not cluster and _is_for(each.facts, inside)):
            return FileConfig(each.name, (each.facts, *layers))
    return FileConfig("", layers)


def _is_for(layer: Layer, inside: str) -> bool:
    return not layer.paths or _patterns(layer.paths).matches(inside.replace(os.sep, "/"))


# Most configurations have few different lists.
_patterns = lru_cache(maxsize=256)(PathPatterns)
