"""Environments: further ways in which charts are rendered, as the configuration names them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from svclint.model import Path
from svclint.settings.config.faults import Faults
from svclint.settings.config.layers import Value
from svclint.source.document import Chunk
from svclint.source.path_patterns import PathPatterns, pattern_problem
from svclint.source.paths import path_beside


class Environment(NamedTuple):
    """A way in which the charts that match are rendered; ``values`` are absolute paths.

    ``folder`` is that of the configuration; without patterns, all charts below it match.
    """

    folder: str
    charts: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    namespace: str = ""
    release_name: str = ""
    cluster: str = ""
    api_versions: tuple[str, ...] = ()

    def as_written(self) -> dict[str, Any]:
        """Return it as it is written in a configuration; paths are relative to here."""
        written = {
            "charts": list(self.charts),
            "values": list(map(os.path.relpath, self.values)),
            "namespace": self.namespace,
            "release": self.release_name,
            "cluster": self.cluster,
            "apiVersions": list(self.api_versions),
        }
        return {key: value for key, value in written.items() if value}

    def is_for(self, chart: str) -> bool:
        """Return whether the chart in a real folder is rendered so."""
        inside = os.path.relpath(chart, self.folder).replace(os.sep, "/")
        return not self.charts or _patterns(self.charts).matches(inside, is_folder=True)


def render_values(render: Value, faults: Faults) -> dict[Path, Value]:
    """Return the settings of ``render`` by their paths, without those that are null."""
    found: dict[Path, Value] = {}
    chunk, file = render.chunk, render.chunk.file
    for key, written in render.value.items():
        path = (*render.path, key)
        value = written
        if key == "mode":
            # YAML 1.1 reads off as false.
            value = "off" if written is False else written
        elif key == "environments" and written is not None:
            value = tuple(
                _environment(file, each or {}, _charts(chunk, each or {}, (*path, index), faults))
                for index, each in enumerate(written)
            )
        elif key == "chartSources" and written is not None:
            value = {name: path_beside(file, each) for name, each in written.items() if each}
        if value is not None:
            found["render", key] = Value(value, chunk, path)
    return found


def _charts(chunk: Chunk, entry: dict[str, Any], path: Path, faults: Faults) -> tuple[str, ...]:
    patterns = [each for each in entry.get("charts") or () if each is not None]
    for index, pattern in enumerate(patterns):
        problem = pattern_problem(pattern)
        if problem:
            faults.add(chunk, (*path, "charts", index), f"{pattern[:60]!r} {problem}")
    return tuple(patterns)


def _environment(file: str, entry: dict[str, Any], charts: tuple[str, ...]) -> Environment:
    return Environment(
        os.path.dirname(os.path.abspath(file)),
        charts,
        tuple(path_beside(file, each) for each in entry.get("values") or () if each is not None),
        entry.get("namespace") or "",
        entry.get("release") or "",
        entry.get("cluster") or "",
        tuple(each for each in entry.get("apiVersions") or () if each is not None),
    )


# Files and folders that the settings name, with the steps to each of them.
NAMED_FOR_RENDERING: dict[Path, Callable[[Any], Iterable[tuple[Path, str]]]] = {
    ("render", "environments"): lambda environments: [
        ((index, "values", number), file)
        for index, environment in enumerate(environments)
        for number, file in enumerate(environment.values)
    ],
    ("render", "chartSources"): lambda sources: [((name,), path) for name, path in sources.items()],
}
_patterns = lru_cache(maxsize=256)(PathPatterns)
