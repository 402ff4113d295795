"""ConfigMaps and Secrets that a kustomization generates, with the places of their entries.

Source: ``configMapGenerator`` and ``secretGenerator`` of a kustomization.
"""

from __future__ import annotations

import base64
import os

from svclint.render.kustomize.sources import Layer, Sources
from svclint.render.kustomize.traced import Node, Place, UntraceableError
from svclint.source.document import Chunk, Document
from svclint.source.files import ReadError, read_file
from svclint.source.parse_result import Problem

_SETTINGS = {"ConfigMap": "configMapGenerator", "Secret": "secretGenerator"}
_MOST_BYTES = 1024 * 1024


def generated(kind: str, layer: Layer, sources: Sources, name: str) -> list[Node]:
    """Return the generated objects of a kind that may have the name that was built, unhashed.

    Raises ``UntraceableError`` if a file of theirs cannot be read.
    """
    setting = _SETTINGS.get(kind)
    if setting is None:
        return []
    entries = layer.settings.items_of(setting)
    named = [entry for entry in entries if entry.text("name") and entry.text("name") in name]
    return [_object(entry, setting, kind, layer, sources) for entry in named]


def _object(entry: Node, setting: str, kind: str, layer: Layer, sources: Sources) -> Node:
    place = entry.place._replace(setting=setting)
    metadata = {
        key: Node(node.value, node.place._replace(setting=f"{setting}.{key}"))
        for key, node in entry.value.items()
        if key in ("name", "namespace")
    }
    data = _literals(entry, setting) | _files(entry, setting, layer, sources)
    if kind == "Secret":
        data = {key: Node(_encoded(node.value), node.place) for key, node in data.items()}
    root = {
        "apiVersion": Node("v1", place),
        "kind": Node(kind, place),
        "metadata": Node(metadata, place),
        "data": Node(data, place),
    }
    return Node(root, place)


def _literals(entry: Node, setting: str) -> dict[str, Node]:
    found = {}
    for literal in entry.items_of("literals"):
        key, _, value = str(literal.value).partition("=")
        place = literal.place._replace(setting=f"{setting}.literals")
        found[key] = Node(_unquoted(value), place)
    return found


def _unquoted(value: str) -> str:
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if is_quoted else value


def _files(entry: Node, setting: str, layer: Layer, sources: Sources) -> dict[str, Node]:
    """Return the data of whole files, and of the lines of files with variables."""
    found = {}
    for written in entry.items_of("files"):
        key, _, path = str(written.value).rpartition("=")
        real = layer.path_of(path)
        through = written.place._replace(setting=setting)
        found[key or os.path.basename(path)] = Node(_text(real), _line(sources, real, 1, through))
    single = entry.field("env")
    for written in [*entry.items_of("envs"), *([single] if single is not None else [])]:
        real = layer.path_of(str(written.value))
        through = written.place._replace(setting=setting)
        for number, line in enumerate(_text(real).splitlines(), 1):
            name, sign, value = line.lstrip().partition("=")
            if sign and not name.startswith("#"):
                found[name] = Node(value, _line(sources, real, number, through))
    return found


def _text(file: str) -> str:
    raw = read_file(file, _MOST_BYTES)
    if isinstance(raw, ReadError):
        raise UntraceableError
    return raw.decode("utf-8", "replace")


def _line(sources: Sources, real: str, line: int, through: Place) -> Place:
    """Return the place of a line of a file that need not be YAML."""
    chunk = Chunk(sources.shown(real), "", 1)
    return Place(Document(chunk, problem=Problem("other", "", line, 1)), (), "", (through,))


def _encoded(value: str) -> str:
    return base64.b64encode(value.encode()).decode()
