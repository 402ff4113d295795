"""Generators of ApplicationSets that need no cluster: list, git, matrix and merge.

Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators/
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice, product
from typing import Any

from svclint.model import Data
from svclint.model.data import mapping, sequence, text
from svclint.render.argo.path_globs import matching_paths
from svclint.source.checkout import is_in_tree
from svclint.source.files import ReadError, read_file
from svclint.source.parse_result import ParseError
from svclint.source.yaml_reader import parse_yaml

# The values of an Application's template by name; names of nested values have dots.
Parameters = dict[str, str]
# More than any tree has; a matrix of large lists would be larger.
_MOST = 1000
_MOST_BYTES = 1024 * 1024
# A parameter, or an item of one that is a list, perhaps changed by functions of Sprig.
_TEMPLATE = re.compile(
    r"\{\{-? *(?:\.?([\w.\[\]-]+)|index +\.([\w.-]+) +(\d+))((?: *\| *\w+)*) *-?\}\}"
)
_FUNCTIONS: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "trim": str.strip,
    "toString": str,
    "normalize": lambda value: re.sub(r"[^a-z0-9.-]", "-", value.lower()),
}


def parameters_of(spec: Data, top: str) -> list[Parameters]:
    """Return the parameters of each Application that an ApplicationSet makes.

    ``top`` is the real path of the tree that generators of Git read. Generators that ask a
    cluster or a server make none.
    """
    found: list[Parameters] = []
    for generator in map(mapping, sequence(spec.get("generators"))):
        found += _generated(generator, top, {})
    return found[:_MOST]


def filled(value: Any, parameters: Mapping[str, str]) -> Any:
    """Return a template with its parameters; what is not known stays as it is written."""
    if isinstance(value, str):
        return _TEMPLATE.sub(lambda found: _value(found, parameters), value)
    if isinstance(value, dict):
        return {filled(key, parameters): filled(item, parameters) for key, item in value.items()}
    return [filled(item, parameters) for item in value] if isinstance(value, list) else value


def _value(found: re.Match[str], parameters: Mapping[str, str]) -> str:
    """Return the value of an expression, or its text if that is not known."""
    value = parameters.get(found[1] or f"{found[2]}.{found[3]}")
    for name in re.findall(r"\w+", found[4]):
        if value is None or name not in _FUNCTIONS:
            return found[0]
        value = _FUNCTIONS[name](value)
    return found[0] if value is None else value


def _generated(generator: Data, top: str, outer: Mapping[str, str]) -> list[Parameters]:
    """Return the parameters of one generator; it may use those of an outer one."""
    for name, generate in _GENERATORS.items():
        if isinstance(generator.get(name), dict):
            found = generate(filled(generator[name], outer), top, outer)
            return [each for each in found if _is_selected(generator, each)][:_MOST]
    return []


def _is_selected(generator: Data, parameters: Mapping[str, str]) -> bool:
    wanted = mapping(mapping(generator.get("selector")).get("matchLabels"))
    return all(parameters.get(name) == value for name, value in wanted.items())


def _list(generator: Data, _top: str, _outer: Mapping[str, str]) -> list[Parameters]:
    return [flat(element) for element in map(mapping, sequence(generator.get("elements")))]


def _git(generator: Data, top: str, _outer: Mapping[str, str]) -> list[Parameters]:
    values = flat({"values": generator.get("values") or {}})
    found = [*_directories(generator, top), *_files(generator, top)]
    return [each | filled(values, each) for each in found]


def _directories(generator: Data, top: str) -> Iterator[Parameters]:
    found = _chosen(generator, "directories", top)
    yield from (_of_path(path) for path in found if os.path.isdir(os.path.join(top, path)))


def _files(generator: Data, top: str) -> Iterator[Parameters]:
    for path in _chosen(generator, "files", top):
        raw = read_file(os.path.join(top, path), _MOST_BYTES)
        if isinstance(raw, ReadError):
            continue
        try:
            data = parse_yaml(raw.decode("utf-8", "replace")).data
        except ParseError:
            continue
        names = _of_path(os.path.dirname(path)) | {"path.filename": os.path.basename(path)}
        yield from (flat(each) | names for each in map(mapping, sequence(data) or [data]))


def _chosen(generator: Data, field: str, top: str) -> list[str]:
    """Return the paths that a generator names, without those that an entry excludes."""
    entries = list(map(mapping, sequence(generator.get(field))))
    excluded = {
        path for entry in entries if entry.get("exclude") is True for path in _matching(entry, top)
    }
    named = (path for entry in entries for path in _matching(entry, top))
    return list(dict.fromkeys(path for path in named if path not in excluded))


def _matching(entry: Data, top: str) -> list[str]:
    """Return the paths in the tree that match, without those that lead out of it."""
    pattern = text(entry.get("path"))
    if not pattern or os.path.isabs(pattern) or os.pardir in pattern.split("/"):
        return []
    found = matching_paths(top, pattern)
    inside = (path for path in found if is_in_tree(os.path.realpath(os.path.join(top, path)), top))
    return sorted(islice(inside, _MOST))


def _of_path(path: str) -> Parameters:
    path = path.rstrip("/")
    name = os.path.basename(path)
    # The names without and with ``goTemplate``.
    segments = {
        name: step
        for number, step in enumerate(path.split("/"))
        for name in (f"path[{number}]", f"path.segments.{number}")
    }
    return {
        "path": path,
        "path.path": path,
        "path.basename": name,
        "path.basenameNormalized": _FUNCTIONS["normalize"](name),
        **segments,
    }


def _matrix(generator: Data, top: str, outer: Mapping[str, str]) -> list[Parameters]:
    inner = list(map(mapping, sequence(generator.get("generators"))))
    if len(inner) != 2:
        return []
    first = _generated(inner[0], top, outer)
    pairs = ((one, _generated(inner[1], top, {**outer, **one})) for one in first)
    return [one | other for one, others in pairs for other in others][:_MOST]


def _merge(generator: Data, top: str, outer: Mapping[str, str]) -> list[Parameters]:
    keys = list(map(text, sequence(generator.get("mergeKeys"))))
    inner = list(map(mapping, sequence(generator.get("generators"))))
    base, *others = [_generated(each, top, outer) for each in inner] or [[]]
    for found, each in product(base, (each for other in others for each in other)):
        if keys and all(key in each and found.get(key) == each[key] for key in keys):
            found.update(each)
    return base


_GENERATORS: dict[str, Callable[[Data, str, Mapping[str, str]], list[Parameters]]] = {
    "list": _list,
    "git": _git,
    "matrix": _matrix,
    "merge": _merge,
}


def flat(data: Data) -> Parameters:
    """Return the scalars of nested data, by names with dots."""
    found: Parameters = {}
    pending: list[tuple[str, Any]] = [("", data)]
    while pending:
        name, value = pending.pop()
        items: list[tuple[Any, Any]] = []
        if isinstance(value, dict):
            items = list(value.items())
        elif isinstance(value, list):
            items = list(enumerate(value))
        elif value is not None:
            found[name] = str(value).lower() if isinstance(value, bool) else str(value)
        pending += [(f"{name}.{key}" if name else str(key), item) for key, item in items]
    return found
