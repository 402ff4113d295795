"""Read ``.svclint.yaml`` and what it extends; every complaint has its file, line and column."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from svclint.model import ConfigError, Path
from svclint.model.cluster import parse_node_ports, parse_service_cidrs, parse_version
from svclint.settings.config.layers import Cluster, Config, Layer, Value
from svclint.settings.config.schema import config_schema
from svclint.settings.config.validation import complaint
from svclint.source.document import Chunk
from svclint.source.fold import FoldError, fold

# How the text of a key becomes its value; other texts and lists are taken as they are.
_PARSERS: dict[str, Callable[[Any], Any]] = {
    "kubernetesVersion": parse_version,
    "serviceCIDRs": lambda texts: parse_service_cidrs(",".join(texts)),
    "nodePortRange": parse_node_ports,
}
_OF_SOME_PATHS = ("clusters", "overrides")


def read_config(file: str) -> Config:
    """Read a configuration file. Raises ``ConfigError``."""
    files: dict[str, None] = {}
    layers = list(_layers(file, (), files))
    return Config(os.path.dirname(os.path.realpath(file)), tuple(files), tuple(reversed(layers)))


def _layers(file: str, way: tuple[str, ...], files: dict[str, None]) -> Iterator[Layer]:
    """Give what a file says, the furthest away first: what it extends, itself, its overrides."""
    own = os.path.realpath(file)
    files[own] = None
    chunk, data = _content(file)
    for index, name in enumerate(_names(data.get("extends"))):
        path: Path = ("extends",) if isinstance(data["extends"], str) else ("extends", index)
        extended = _beside(file, name)
        if os.path.realpath(extended) in (*way, own):
            fail(chunk, path, f"goes round in a circle: {name} extends this file again")
        if not os.path.isfile(extended):
            fail(chunk, path, f"names {name}, which is no file")
        yield from _layers(extended, (*way, own), files)
    whole = {name: data[name] for name in data if name not in ("extends", *_OF_SOME_PATHS)}
    values = _values(chunk, whole, ())
    if data.get("clusters"):
        clusters = tuple(_clusters(chunk, data["clusters"]))
        values["clusters",] = Value(clusters, chunk, ("clusters",))
    yield Layer(values)
    overrides: list[dict[str, Any]] = data.get("overrides") or []
    for index, entry in enumerate(overrides):
        said = {name: entry[name] for name in entry if name != "paths"}
        yield Layer(_values(chunk, said, ("overrides", index)), tuple(entry["paths"]))


def _content(file: str) -> tuple[Chunk, dict[str, Any]]:
    """Give the text of a file, and its data, which the schema accepts."""
    try:
        with open(file, encoding="utf-8") as stream:
            text = stream.read()
        folded = fold(text)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read: {error}") from None
    except FoldError as error:
        place = error.problem
        raise ConfigError(f"{file}:{place.line}:{place.column}: {place.message}") from None
    chunk = Chunk(file, text, 1)
    for twice in folded.duplicates:
        fail(chunk, twice, "is written twice; leave one of them", at_key=True)
    line = _second_document(text)
    if line:
        raise ConfigError(f"{file}:{line}:1: a second document begins; a configuration is one")
    found = {} if folded.data is None else folded.data
    wrong = complaint(config_schema(), found)
    if wrong is not None:
        fail(chunk, wrong.path, wrong.message, at_key=wrong.at_key)
    return chunk, found


def _second_document(text: str) -> int:
    """Give the line at which a second document begins, 0 where there is none."""
    has_content = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(("---", "...")) and has_content:
            return number
        has_content = has_content or (bool(line.strip()) and line.lstrip()[:1] not in ("#", "%"))
    return 0


def _clusters(chunk: Chunk, entries: list[dict[str, Any]]) -> Iterator[Cluster]:
    for index, entry in enumerate(entries):
        said = {name: entry[name] for name in entry if name not in ("name", "paths")}
        facts = Layer(_values(chunk, said, ("clusters", index)), tuple(entry["paths"]))
        yield Cluster(entry.get("name") or f"cluster {index + 1}", facts)


def _values(chunk: Chunk, data: dict[str, Any], start: Path) -> dict[Path, Value]:
    """Give the values of a part of a file by their paths, without those that say nothing."""
    values: dict[Path, Value] = {}
    for name, value in data.items():
        path: Path = (*start, name)
        if value is None:
            continue
        if name == "rules":
            for rule, settings in value.items():
                values[name, rule] = Value(settings or {}, chunk, (*path, rule))
                for option, said in (settings or {}).items():
                    values[name, rule, option] = Value(said, chunk, (*path, rule, option))
        elif name == "podTemplates":
            for kind, template in value.items():
                steps = tuple(template.split("."))
                values[name, kind] = Value(steps, chunk, (*path, kind))
        else:
            values[name,] = Value(_parsed(chunk, name, value, path), chunk, path)
    return values


def _parsed(chunk: Chunk, name: str, value: Any, path: Path) -> Any:
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
    """Give a path that is meant from the folder of the file that names it."""
    return os.path.join(os.path.dirname(os.path.abspath(file)), path)


def fail(chunk: Chunk, path: Path, message: str, *, at_key: bool = False) -> NoReturn:
    """Raise ``ConfigError`` with the place of a path, and its last name."""
    place, _ = chunk.locate(path, at_key=at_key)
    name = f"{path[-1]} " if path and isinstance(path[-1], str) else ""
    raise ConfigError(f"{place.file}:{place.line}:{place.column}: {name}{message}")
