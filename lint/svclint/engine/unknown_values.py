"""Values that mean nothing to the server, and what the object may be instead.

Nobody knows what such a value was meant to be: it has the wrong type, is not supported, or stands
in a misspelt field. Each *reading* is the object with one possible value of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from svclint.engine.run_rules import Findings, is_unsupported
from svclint.fix.errors import UnfixableError
from svclint.fix.object_edits import apply_to_data, resolve
from svclint.kubernetes.objects.supported_values import SUPPORTED_VALUES
from svclint.kubernetes.schema import Violation
from svclint.model import Data, Edit, Finding, Path
from svclint.model.data import mapping, value_at

# The field is left out.
ABSENT: Any = object()
Alternatives = Mapping[Path, Sequence[Any]]
_PLACEHOLDERS: Mapping[str, Any] = {
    "string": "placeholder",
    "bool": True,
    "map": {"placeholder": "placeholder"},
}
_STEP = re.compile(r"\.([^.[]+)|\[(\d+)\]")


def unknown_values(
    data: Data, broken: Iterable[Violation], findings: Findings
) -> dict[Path, Sequence[Any]]:
    """Return the paths of unknown values, each with the values that it may have instead."""
    found: dict[Path, Sequence[Any]] = {}
    for violation in broken:
        if violation.kind != "unknown":
            found[violation.path] = _of_type(violation)
        given = value_at(data, violation.path, ABSENT)
        for path in _meant_paths(violation, data):
            if value_at(data, path, ABSENT) is ABSENT:
                found[path] = (given, *_supported(path))
    for finding in findings:
        if isinstance(finding, Finding) and is_unsupported(finding):
            path = _path_of(finding.field)
            found[path] = _supported(path)
    return found


def placeholder_values(
    data: Data, paths: Sequence[Path], broken: Iterable[Violation]
) -> dict[Path, Sequence[Any]]:
    """Return the paths of placeholders, each with values that may replace it.

    They differ from one another, so that nothing is equal by chance.
    """
    types = {violation.path: violation.go_type for violation in broken}
    found: dict[Path, Sequence[Any]] = {}
    for number, path in enumerate(paths):
        if path[:2] == ("spec", "selector"):
            given = value_at(data, path[:2], ABSENT)
            found[path[:2]] = (ABSENT, given if path[2:] else _PLACEHOLDERS["map"])
        elif types.get(path, "").startswith("int"):
            found[path] = (20001 + number, 40001 + number)
        elif types.get(path) == "bool":
            found[path] = (True, False)
        elif path[-1] in ("clusterIP", 0, 1) and "clusterIP" in str(path[1:2]):
            found[path] = ("None", f"192.0.2.{number % 250 + 1}")
        else:
            supported, given = _supported(path), value_at(data, path, ABSENT)
            # A text that may be anything stays as it is: messages about others quote it.
            is_any = supported[0] is ABSENT and isinstance(given, str)
            found[path] = (given,) if is_any else supported
    return found


def readings_of(data: Data, unknown: Alternatives, findings: Findings) -> list[Data]:
    """Return the possible readings of an object, likeliest first: that of the fixes.

    ``findings`` are those about the unknown values.
    """
    fixed = data
    for finding in findings:
        if isinstance(finding, Finding) and finding.fix is not None:
            fixed = _fixed(fixed, finding.fix.edits)
    found = [] if fixed is data else [fixed]
    for number in range(max(map(len, unknown.values()))):
        reading = deepcopy(data)
        for path, values in unknown.items():
            _set(reading, path, values[number % len(values)])
        found.append(reading)
    return found


def without_unknown(data: Data, unknown: Iterable[Path]) -> Data:
    """Return what is certain of an object: without unknown values.

    A list with an unknown value is left out as a whole, and so is a selector.
    """
    known = deepcopy(data)
    for path in unknown:
        end = next((at for at, step in enumerate(path) if isinstance(step, int)), len(path))
        if "selector" in path[:end]:
            end = min(end, path.index("selector") + 1)
        _set(known, path[:end], ABSENT)
    return known


def unknown_fields(known: Data, readings: Iterable[Data]) -> frozenset[str]:
    """Return the names of fields of metadata and spec that readings have and ``known`` has not."""
    return frozenset(
        name
        for reading in readings
        for part in ("metadata", "spec")
        for name, value in mapping(reading.get(part)).items()
        if mapping(known.get(part)).get(name) != value
    )


def _of_type(violation: Violation) -> Sequence[Any]:
    path, go_type = violation.path, violation.go_type
    if path[-1] in SUPPORTED_VALUES and not isinstance(path[-1], int):
        return _supported(path)
    name = "map" if go_type.startswith("map[") else go_type
    placeholder: Any = {}
    if go_type.startswith("int"):
        placeholder = 1
    elif go_type.startswith("[]"):
        placeholder = []
    elif name in _PLACEHOLDERS:
        placeholder = _PLACEHOLDERS[name]
    return (placeholder,) if isinstance(path[-1], int) else (ABSENT, placeholder)


def _supported(path: Path) -> Sequence[Any]:
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    values: Sequence[Any] = SUPPORTED_VALUES.get(name, (ABSENT,))
    return values


def _meant_paths(violation: Violation, data: Data) -> Iterator[Path]:
    """Yield the fields that an unknown field may stand for."""
    if violation.kind == "unknown":
        yield from ((*violation.path[:-1], name) for name in violation.suggestions)
        for place in violation.elsewhere:
            yield from _paths_at(data, place.replace("[]", ".[]").split("."))


def _paths_at(data: Any, steps: Sequence[str], path: Path = ()) -> Iterator[Path]:
    """Yield the paths of a place such as ``spec.ports[].name``, one for each entry of a list."""
    if not steps:
        yield path
    elif steps[0] != "[]":
        item = data.get(steps[0]) if isinstance(data, dict) else None
        yield from _paths_at(item, steps[1:], (*path, steps[0]))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _paths_at(item, steps[1:], (*path, index))


def _fixed(data: Data, edits: Iterable[Edit]) -> Data:
    for edit in edits:
        try:
            resolved = resolve(data, edit)
            raw = str(value_at(data, edit.path, ABSENT)) if edit.kind == "quote" else ""
            data = apply_to_data(data, resolved, raw)
        except UnfixableError:
            continue
    return data


def _set(data: Any, path: Path, value: Any) -> None:
    """Set or remove a value; nothing happens where its parent does not exist."""
    parent = value_at(data, path[:-1], ABSENT)
    step: Any = path[-1] if path else None
    if isinstance(parent, list) and isinstance(step, int) and step < len(parent):
        parent[step] = value
    elif isinstance(parent, dict) and isinstance(step, str):
        if value is ABSENT:
            parent.pop(step, None)
        else:
            parent[step] = value


def _path_of(field: str) -> Path:
    """Return the path of a field as findings spell it, without keys in quotes."""
    return tuple(name or int(number) for name, number in _STEP.findall(field))
