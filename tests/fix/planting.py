"""Plant mistakes in good Services: each as a user makes it, with or without one correct answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from typing import Any, NamedTuple

from hypothesis import strategies as st
from svclint.kubernetes.objects.supported_values import SUPPORTED_VALUES
from svclint.model import Data, Path, Severity
from svclint.source.stream import documents

from tests.conformance.recorded import cases, facts_of, recorded
from tests.fix.fixing import find
from tests.rules.pages import examples

# Where every key is a field: keys of labels, annotations and selectors are free.
_FREE = frozenset(("labels", "annotations", "selector", "matchLabels"))


class Planted(NamedTuple):
    """An object with mistakes; ``is_clear``: each has one correct answer, the original."""

    data: Data
    is_clear: bool


@lru_cache(maxsize=1)
def good_services() -> tuple[Data, ...]:
    """Return recorded Services and those of rule pages in which nothing is an error."""
    texts = [
        case["manifest"]
        for case in cases("create")[::12]
        if not recorded(case).refused and facts_of(case).version == (1, 36)
    ]
    texts += [each.text for each in examples() if each.verdict == "good" and not each.options]
    found: dict[str, Data] = {}
    for text in texts:
        objects = list(documents("a.yaml", text.encode("utf-8", "surrogatepass")))
        if len(objects) == 1 and objects[0].kind == "Service" and not objects[0].irregularities:
            findings = find(text.encode("utf-8", "surrogatepass"))
            if all(each.severity < Severity.WARNING for each in findings):
                found.setdefault(json.dumps(objects[0].data), objects[0].data)
    return tuple(found.values())


def services() -> st.SearchStrategy[Data]:
    return st.deferred(lambda: st.sampled_from(good_services()))


@st.composite
def planted(draw: st.DrawFn, data: Data, *, most: int = 2) -> Planted:
    """Return a copy of an object with some mistakes."""
    copy, is_clear = deepcopy(data), True
    for _ in range(draw(st.integers(1, most))):
        # Nothing is changed inside a field that has another name already.
        mistakes = [
            each
            for each in _mistakes(copy)
            if all(step in data[str(each[1][0])] for step in each[1][1:2])
        ]
        plant, path, is_one_answer = draw(st.sampled_from(mistakes))
        plant(copy, path, draw)
        is_clear &= is_one_answer
    return Planted(copy, is_clear)


def _mistakes(data: Data) -> Iterator[tuple[Any, Path, bool]]:
    for path, value in _fields(data):
        name = path[-1]
        if isinstance(name, str) and not _FREE.intersection(path[:-1]):
            yield _respell, path, True
            if len(name) > 5 and path[0] != "apiVersion":
                yield _misspell, path, False
        if path[0] not in ("spec", "metadata"):
            continue
        if name in SUPPORTED_VALUES and isinstance(value, str):
            yield _respell_value, path, True
            yield _unknown_value, path, False
        if isinstance(value, (bool, int)) and name != "targetPort":
            yield _quote, path, True
        if (
            isinstance(value, str)
            and value.isdigit()
            and _FREE.intersection(path)
            and value[0] != "0"
        ):
            yield _unquote, path, True
        if isinstance(value, list) and len(value) == 1 and name in ("ports", "externalIPs"):
            yield _unlist, path, True
        if name in ("port", "nodePort", "type", "selector", "ports", "clusterIP"):
            yield _of_wrong_type, path, False
        if len(path) == 4 and path[1] == "ports":
            yield _move_up, path, False


def _fields(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield the paths and values of all fields of mappings."""
    if isinstance(data, dict):
        for name, value in data.items():
            if path or name in ("metadata", "spec"):
                yield (*path, name), value
                yield from _fields(value, (*path, name))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _fields(value, (*path, index))


def _parent(data: Any, path: Path) -> Any:
    for step in path[:-1]:
        data = data[step]
    return data


def _rename(parent: Data, name: Any, new: str) -> None:
    if new not in parent:
        items = [(new if key == name else key, value) for key, value in parent.items()]
        parent.clear()
        parent.update(items)


def _respell(data: Data, path: Path, draw: st.DrawFn) -> None:
    change = draw(st.sampled_from((str.lower, str.upper, str.capitalize)))
    _rename(_parent(data, path), path[-1], change(str(path[-1])))


def _misspell(data: Data, path: Path, draw: st.DrawFn) -> None:
    name = str(path[-1])
    at = draw(st.integers(1, len(name) - 2))
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    new = draw(st.sampled_from((name[:at] + name[at + 1 :], swapped, f"{name}s", "x" + name)))
    _rename(_parent(data, path), path[-1], new)


def _respell_value(data: Data, path: Path, draw: st.DrawFn) -> None:
    change = draw(st.sampled_from((str.lower, str.upper, str.swapcase)))
    parent = _parent(data, path)
    parent[path[-1]] = change(parent[path[-1]])


def _unknown_value(data: Data, path: Path, draw: st.DrawFn) -> None:
    _parent(data, path)[path[-1]] = draw(st.sampled_from(("", "other", "DNSName")))


def _quote(data: Data, path: Path, _draw: st.DrawFn) -> None:
    parent = _parent(data, path)
    parent[path[-1]] = json.dumps(parent[path[-1]])


def _unquote(data: Data, path: Path, _draw: st.DrawFn) -> None:
    parent = _parent(data, path)
    parent[path[-1]] = int(parent[path[-1]])


def _unlist(data: Data, path: Path, _draw: st.DrawFn) -> None:
    parent = _parent(data, path)
    parent[path[-1]] = parent[path[-1]][0]


def _of_wrong_type(data: Data, path: Path, draw: st.DrawFn) -> None:
    _parent(data, path)[path[-1]] = draw(st.sampled_from(([], {}, 1.5, True, "text", [1], -1)))


def _move_up(data: Data, path: Path, _draw: st.DrawFn) -> None:
    parent = _parent(data, path)
    if path[-1] not in data["spec"]:
        data["spec"][path[-1]] = parent.pop(path[-1])
