"""Read ``.svclint.yaml`` and what it extends; every fault has its file, line and column."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from svclint.model import ConfigError, Path
from svclint.model.cluster import (
    parse_namespace,
    parse_node_ports,
    parse_service_cidrs,
    parse_version,
)
from svclint.settings.config.backends import backends
from svclint.settings.config.content import content
from svclint.settings.config.environments import NAMED_FOR_RENDERING, render_values
from svclint.settings.config.faults import Faults
from svclint.settings.config.layers import Cluster, Config, Layer, Value
from svclint.source.checkout import is_in_tree, tree_of
from svclint.source.document import Chunk
from svclint.source.files import ENDINGS
from svclint.source.path_patterns import pattern_problem
from svclint.source.paths import path_beside

# The parser of each key with a syntax of its own; the values of other keys are taken as they are.
_PARSERS: dict[str, Callable[[Any], Any]] = {
    "kubernetesVersion": parse_version,
    "serviceCIDRs": lambda texts: parse_service_cidrs(",".join(filter(None, texts))),
    "nodePortRange": parse_node_ports,
    "namespace": parse_namespace,
}
_WITH_PATHS = ("clusters", "overrides")
# What names files and folders: each of them, and the steps to it.
_NAMING: dict[Path, Callable[[Any], Iterable[tuple[Path, str]]]] = {
    ("policies",): lambda paths: [((index,), path) for index, path in enumerate(paths)],
    ("baseline",): lambda path: [((), path)],
    **NAMED_FOR_RENDERING,
}
_REMEDY = "name its folder with --trust if it may be used"
_OUTSIDE = f"which is outside of the tree; {_REMEDY}"
_CORRECT = "write its path from the folder of this configuration"
# One file, and all that it extends.
MOST_FILES = 100


def read_config(file: str, trusted: tuple[str, ...] = ()) -> Config:
    """Read a configuration file, with all its faults except unknown names.

    What it names must be in its tree, or in one of the ``trusted`` folders, which are real paths.
    """
    real, faults = os.path.realpath(file), Faults()
    places = (tree_of(os.path.dirname(file)) or os.path.dirname(real), *trusted)
    files: dict[str, None] = {}
    layers: list[Layer] = []
    if _is_in(places, real):
        layers = list(_layers(real, (), files, places, faults))
    else:
        faults.add_at(file, f"leads out of the tree, to {real}; {_REMEDY}")
    for layer in layers:
        _require_in_tree(layer, places, faults)
    return Config(os.path.dirname(real), tuple(files), tuple(reversed(layers)), faults.found())


def _require_in_tree(layer: Layer, places: Sequence[str], faults: Faults) -> None:
    """Add faults for files and folders that are outside of the tree."""
    for path, named_by in _NAMING.items():
        value = layer.values.get(path)
        for steps, named in named_by(value.value) if value is not None else ():
            if not _is_in(places, os.path.realpath(named)):
                assert value is not None
                faults.add(value.chunk, (*value.path, *steps), f"names {named}, {_OUTSIDE}")


def _is_in(places: Sequence[str], path: str) -> bool:
    return any(is_in_tree(path, place) for place in places)


def _layers(
    file: str,
    extending: tuple[str, ...],
    files: dict[str, None],
    places: Sequence[str],
    faults: Faults,
) -> Iterator[Layer]:
    """Yield the layers of a file, furthest first: what it extends, its own, its overrides.

    ``extending`` are the files that lead to this one; ``files`` collects all files. A file that
    several others extend is read once, as the furthest of its layers. All are in ``places``.
    """
    files[file] = None
    chunk, data = content(file, faults)
    for index, name in enumerate(_names(data.get("extends"))):
        path: Path = ("extends",) if isinstance(data["extends"], str) else ("extends", index)
        extended = None if name is None else _extended(chunk, path, name, places, faults)
        if extended is None or (extended in files and extended not in (*extending, file)):
            continue
        if extended in (*extending, file):
            faults.add(chunk, path, f"is circular: {name} extends this file again")
        elif len(files) >= MOST_FILES:
            limit = f"a configuration extends at most {MOST_FILES - 1} files"
            faults.add(chunk, path, f"names {name}: {limit}")
        else:
            yield from _layers(extended, (*extending, file), files, places, faults)
    whole = {name: data[name] for name in data if name not in ("extends", *_WITH_PATHS)}
    values = _values(chunk, whole, (), faults)
    if data.get("clusters"):
        clusters = tuple(_clusters(chunk, data, faults))
        values["clusters",] = Value(clusters, chunk, ("clusters",))
    yield Layer(values)
    for index, entry in _entries(data, "overrides"):
        own_values = {name: entry[name] for name in entry if name != "paths"}
        yield Layer(
            _values(chunk, own_values, ("overrides", index), faults),
            _paths(chunk, entry, ("overrides", index), faults),
        )


def _entries(data: dict[str, Any], name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the entries of a list that are not left out for a fault, with their indexes."""
    for index, entry in enumerate(data.get(name) or ()):
        if entry is not None and "paths" in entry:
            yield index, entry


def _extended(
    chunk: Chunk, path: Path, name: str, places: Sequence[str], faults: Faults
) -> str | None:
    """Return the real path of a file that a configuration extends; ``None`` after a fault."""
    extended = os.path.realpath(path_beside(chunk.file, name))
    if not _is_in(places, extended):
        faults.add(chunk, path, f"names {name}, {_OUTSIDE}")
    elif not os.path.isfile(extended):
        faults.add(chunk, path, f"names {name}, which is not a file; {_CORRECT}")
    elif not extended.endswith(ENDINGS):
        # A fault would show some of a file that is not a configuration.
        problem = f"names {name}; the name of a configuration ends in .yaml, .yml or .json"
        faults.add(chunk, path, problem)
    else:
        return extended
    return None


def _paths(chunk: Chunk, entry: dict[str, Any], path: Path, faults: Faults) -> tuple[str, ...]:
    return _patterns(chunk, entry["paths"], (*path, "paths"), faults)


def _patterns(
    chunk: Chunk, patterns: list[str | None], path: Path, faults: Faults
) -> tuple[str, ...]:
    """Return patterns, with faults for those that match nothing."""
    for index, pattern in enumerate(patterns):
        problem = "" if pattern is None else pattern_problem(pattern)
        if problem:
            faults.add(chunk, (*path, index), f"{(pattern or '')[:60]!r} {problem}")
    return tuple(pattern for pattern in patterns if pattern is not None)


def _clusters(chunk: Chunk, data: dict[str, Any], faults: Faults) -> Iterator[Cluster]:
    for index, entry in _entries(data, "clusters"):
        own_values = {name: entry[name] for name in entry if name not in ("name", "paths")}
        paths = _paths(chunk, entry, ("clusters", index), faults)
        facts = Layer(_values(chunk, own_values, ("clusters", index), faults), paths)
        yield Cluster(entry.get("name") or f"cluster {index + 1}", facts)


def _values(chunk: Chunk, data: dict[str, Any], start: Path, faults: Faults) -> dict[Path, Value]:
    """Return the values of a part of a file by their paths, without those that are null."""
    values: dict[Path, Value] = {}
    for name, value in data.items():
        path: Path = (*start, name)
        if value is None:
            continue
        if name == "rules":
            for rule, settings in value.items():
                values[name, rule] = Value(settings or {}, chunk, (*path, rule))
                for option, setting in (settings or {}).items():
                    values[name, rule, option] = Value(setting, chunk, (*path, rule, option))
        elif name == "render":
            values |= render_values(Value(value, chunk, path), faults)
        elif name == "backends":
            values |= backends(Value(value, chunk, path), faults)
        elif name == "podTemplates":
            for kind, template in value.items():
                steps = tuple(template.split("."))
                values[name, kind] = Value(steps, chunk, (*path, kind))
        else:
            parsed = _parsed(chunk, name, value, path, faults)
            if parsed is not None:
                values[name,] = Value(parsed, chunk, path)
    return values


def _parsed(chunk: Chunk, name: str, value: Any, path: Path, faults: Faults) -> Any:
    """Return a value as the rest of svclint takes it; ``None`` after a fault."""
    if name in ("exclude", "include"):
        return _patterns(chunk, value, path, faults)
    if name == "policies":
        return tuple(path_beside(chunk.file, each) for each in value if each is not None)
    if name == "baseline":
        return path_beside(chunk.file, value)
    try:
        found = _PARSERS[name](value) if name in _PARSERS else value
    except ConfigError as error:
        faults.add(chunk, path, str(error))
        return None
    return tuple(found) if isinstance(found, list) else found


def _names(value: str | list[str | None] | None) -> list[str | None]:
    return [value] if isinstance(value, str) else value or []
