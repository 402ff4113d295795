"""Read ``.svclint.yaml`` and what it extends; every error has its file, line and column."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn

from svclint.model import ConfigError, Path
from svclint.model.cluster import parse_node_ports, parse_service_cidrs, parse_version
from svclint.settings.config.layers import Cluster, Config, Layer, Value
from svclint.settings.config.schema import config_schema
from svclint.settings.config.validation import first_problem
from svclint.source.checkout import is_in_tree, tree_of
from svclint.source.document import Chunk
from svclint.source.files import ENDINGS, ReadError, read_file
from svclint.source.parse_result import ParseError
from svclint.source.path_patterns import pattern_problem
from svclint.source.yaml_reader import parse_yaml

# The parser of each key with a syntax of its own; the values of other keys are taken as they are.
_PARSERS: dict[str, Callable[[Any], Any]] = {
    "kubernetesVersion": parse_version,
    "serviceCIDRs": lambda texts: parse_service_cidrs(",".join(texts)),
    "nodePortRange": parse_node_ports,
}
_WITH_PATHS = ("clusters", "overrides")
_POLICIES: Path = ("policies",)
_REMEDY = "name its folder with --trust if it may be used"
_OUTSIDE = f"which is outside of the tree; {_REMEDY}"
MOST_BYTES = 1024 * 1024
# One file, and all that it extends.
MOST_FILES = 100


def read_config(file: str, trusted: tuple[str, ...] = ()) -> Config:
    """Read a configuration file. Raises ``ConfigError``.

    What it names must be in its tree, or in one of the ``trusted`` folders, which are real paths.
    """
    real = os.path.realpath(file)
    places = (tree_of(os.path.dirname(file)) or os.path.dirname(real), *trusted)
    if not _is_in(places, real):
        raise ConfigError(f"{file}: leads out of the tree, to {real}; {_REMEDY}")
    files: dict[str, None] = {}
    layers = list(_layers(real, (), files, places))
    for value in (layer.values[_POLICIES] for layer in layers if _POLICIES in layer.values):
        for index, policy in enumerate(value.value):
            if not _is_in(places, os.path.realpath(policy)):
                fail(value.chunk, (*value.path, index), f"names {policy}, {_OUTSIDE}")
    return Config(os.path.dirname(os.path.realpath(file)), tuple(files), tuple(reversed(layers)))


def _is_in(places: Sequence[str], path: str) -> bool:
    return any(is_in_tree(path, place) for place in places)


def _layers(
    file: str, extending: tuple[str, ...], files: dict[str, None], places: Sequence[str]
) -> Iterator[Layer]:
    """Yield the layers of a file, furthest first: what it extends, its own, its overrides.

    ``extending`` are the files that lead to this one; ``files`` collects all files. A file that
    several others extend is read once, as the furthest of its layers. All are in ``places``.
    """
    files[file] = None
    chunk, data = _content(file)
    for index, name in enumerate(_names(data.get("extends"))):
        path: Path = ("extends",) if isinstance(data["extends"], str) else ("extends", index)
        extended = _extended(chunk, path, name, places)
        if extended in (*extending, file):
            fail(chunk, path, f"is circular: {name} extends this file again")
        if extended in files:
            continue
        if len(files) >= MOST_FILES:
            fail(
                chunk, path, f"names {name}: a configuration extends at most {MOST_FILES - 1} files"
            )
        yield from _layers(extended, (*extending, file), files, places)
    whole = {name: data[name] for name in data if name not in ("extends", *_WITH_PATHS)}
    values = _values(chunk, whole, ())
    if data.get("clusters"):
        clusters = tuple(_clusters(chunk, data["clusters"]))
        values["clusters",] = Value(clusters, chunk, ("clusters",))
    yield Layer(values)
    overrides: list[dict[str, Any]] = data.get("overrides") or []
    for index, entry in enumerate(overrides):
        own_values = {name: entry[name] for name in entry if name != "paths"}
        yield Layer(
            _values(chunk, own_values, ("overrides", index)),
            _paths(chunk, entry, "overrides", index),
        )


def _extended(chunk: Chunk, path: Path, name: str, places: Sequence[str]) -> str:
    """Return the real path of a file that a configuration extends. Raises ``ConfigError``."""
    if "\0" in name:
        fail(chunk, path, "contains a null character; name a file")
    extended = os.path.realpath(_beside(chunk.file, name))
    if not _is_in(places, extended):
        fail(chunk, path, f"names {name}, {_OUTSIDE}")
    if not os.path.isfile(extended):
        fail(chunk, path, f"names {name}, which is not a file")
    if not extended.endswith(ENDINGS):
        # An error would show some of a file that is not a configuration.
        fail(chunk, path, f"names {name}; the name of a configuration ends in .yaml, .yml or .json")
    return extended


def _paths(chunk: Chunk, entry: dict[str, Any], *path: str | int) -> tuple[str, ...]:
    """Return the patterns of an entry. Raises ``ConfigError`` for one that matches nothing."""
    return _patterns(chunk, entry["paths"], (*path, "paths"))


def _patterns(chunk: Chunk, patterns: list[str], path: Path) -> tuple[str, ...]:
    for index, pattern in enumerate(patterns):
        problem = pattern_problem(pattern)
        if problem:
            fail(chunk, (*path, index), f"{pattern[:60]!r} {problem}")
    return tuple(patterns)


def _content(file: str) -> tuple[Chunk, dict[str, Any]]:
    """Return the text of a file, and its data, which the schema accepts."""
    raw = read_file(file, MOST_BYTES)
    if isinstance(raw, ReadError):
        raise ConfigError(f"{file}: {raw.message}")
    try:
        text = raw.decode("utf-8")
        parsed = parse_yaml(text)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: cannot be read: {error}") from None
    except ParseError as error:
        place = error.problem
        raise ConfigError(f"{file}:{place.line}:{place.column}: {place.message}") from None
    chunk = Chunk(file, text, 1)
    for duplicate in parsed.duplicate_keys:
        fail(chunk, duplicate, "is set twice; remove one of them", at_key=True)
    line = _second_document(text)
    if line:
        message = "a second document starts here; a configuration has only one"
        raise ConfigError(f"{file}:{line}:1: {message}")
    data = {} if parsed.data is None else parsed.data
    problem = first_problem(config_schema(), data)
    if problem is not None:
        fail(chunk, problem.path, problem.message, at_key=problem.at_key)
    return chunk, data


def _second_document(text: str) -> int:
    """Return the line where a second document starts, or 0 if there is none."""
    has_content = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(("---", "...")) and has_content:
            return number
        has_content = has_content or (bool(line.strip()) and line.lstrip()[:1] not in ("#", "%"))
    return 0


def _clusters(chunk: Chunk, entries: list[dict[str, Any]]) -> Iterator[Cluster]:
    for index, entry in enumerate(entries):
        own_values = {name: entry[name] for name in entry if name not in ("name", "paths")}
        paths = _paths(chunk, entry, "clusters", index)
        facts = Layer(_values(chunk, own_values, ("clusters", index)), paths)
        yield Cluster(entry.get("name") or f"cluster {index + 1}", facts)


def _values(chunk: Chunk, data: dict[str, Any], start: Path) -> dict[Path, Value]:
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
        elif name == "podTemplates":
            for kind, template in value.items():
                steps = tuple(template.split("."))
                values[name, kind] = Value(steps, chunk, (*path, kind))
        else:
            values[name,] = Value(_parsed(chunk, name, value, path), chunk, path)
    return values


def _parsed(chunk: Chunk, name: str, value: Any, path: Path) -> Any:
    if name in ("exclude", "include"):
        return _patterns(chunk, value, path)
    if name == "policies":
        return tuple(_beside(chunk.file, each) for each in value)
    try:
        found = _PARSERS[name](value) if name in _PARSERS else value
    except ConfigError as error:
        fail(chunk, path, str(error))
    return tuple(found) if isinstance(found, list) else found


def _names(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def _beside(file: str, path: str) -> str:
    """Return a path that is relative to the folder of the file that names it."""
    return os.path.join(os.path.dirname(os.path.abspath(file)), path)


def fail(chunk: Chunk, path: Path, message: str, *, at_key: bool = False) -> NoReturn:
    """Raise ``ConfigError`` for the value at a path: its place, its name and a message."""
    place, _ = chunk.locate(path, at_key=at_key)
    name = f"{path[-1]} " if path and isinstance(path[-1], str) else ""
    raise ConfigError(f"{place.file}:{place.line}:{place.column}: {name}{message}")
