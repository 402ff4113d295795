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
_TEMPLATE = re.compile(r"\{\{-? *\.?([\w.\[\]-]+) *-?\}\}")


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
        return _TEMPLATE.sub(lambda found: parameters.get(found[1], found[0]), value)
    if isinstance(value, dict):
        return {filled(key, parameters): filled(item, parameters) for key, item in value.items()}
    return [filled(item, parameters) for item in value] if isinstance(value, list) else value


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
    chosen: dict[str, None] = {}
    for entry in map(mapping, sequence(generator.get("directories"))):
        paths = [path for path in _matching(entry, top) if os.path.isdir(os.path.join(top, path))]
        for path in paths:
            if entry.get("exclude") is True:
                chosen.pop(path, None)
            else:
                chosen[path] = None
    yield from map(_of_path, chosen)


def _files(generator: Data, top: str) -> Iterator[Parameters]:
    for entry in map(mapping, sequence(generator.get("files"))):
        for path in _matching(entry, top):
            raw = read_file(os.path.join(top, path), _MOST_BYTES)
            if isinstance(raw, ReadError):
                continue
            try:
                data = parse_yaml(raw.decode("utf-8", "replace")).data
            except ParseError:
                continue
            names = _of_path(os.path.dirname(path)) | {"path.filename": os.path.basename(path)}
            yield from (flat(each) | names for each in map(mapping, sequence(data) or [data]))


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
    normalized = re.sub(r"[^a-z0-9.-]", "-", name.lower())
    segments = {f"path[{number}]": step for number, step in enumerate(path.split("/"))}
    # The names without and with ``goTemplate``.
    return {
        "path": path,
        "path.path": path,
        "path.basename": name,
        "path.basenameNormalized": normalized,
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
