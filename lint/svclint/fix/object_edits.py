"""Apply edits to the data of an object: the result that the edited text must have."""

from __future__ import annotations

from typing import Any

from svclint.fix.errors import UnfixableError
from svclint.model import Edit, Path


def resolve(data: Any, edit: Edit) -> Edit:
    """Return the edit as it applies to this data. Raises ``UnfixableError``.

    To remove the only entry of a mapping or list is to remove the mapping or list: an empty one
    would mean something else. To add a field that exists, but is empty, is to set it.
    """
    path = edit.path
    if edit.kind == "separate":
        return edit
    if edit.kind == "add":
        parent = _value(data, path[:-1])
        is_empty = isinstance(parent, dict) and parent.get(path[-1], "?") in (None, "")
        return edit._replace(kind="set") if is_empty else edit
    while edit.kind == "remove" and len(path) > 1 and len(_value(data, path[:-1])) == 1:
        if len(path) < 3 or not isinstance(path[-2], str):
            raise UnfixableError("its parent would be left empty")
        path = path[:-1]
    return edit._replace(path=path)


def apply_to_data(data: Any, edit: Edit, raw: str) -> Any:
    """Return a copy of the data after an edit; ``raw`` is the text of the field, for ``quote``.

    Raises ``UnfixableError``.
    """
    return data if edit.kind == "separate" else _apply(data, edit.path, edit, raw)


def _apply(data: Any, path: Path, edit: Edit, raw: str) -> Any:
    step: Any = path[0]
    if edit.kind == "add" and len(path) == 1:
        if not isinstance(data, dict) or step in data:
            raise UnfixableError(f"the field {step} exists already")
        return {**data, step: _json_value(edit.value)}
    _check_contains(data, step)
    copy: Any = data.copy()
    if edit.kind == "lift" and len(path) == 2:
        _lift(copy, *path, str(edit.value))
    elif len(path) > 1:
        copy[step] = _apply(copy[step], path[1:], edit, raw)
    elif edit.kind == "remove":
        del copy[step]
    elif edit.kind == "rename":
        if edit.value in copy:
            raise UnfixableError(f"the field {edit.value} exists already")
        copy[edit.value] = copy.pop(step)
    elif edit.kind != "deduplicate":
        new = {"quote": raw, "wrap": [copy[step]], "nest": {str(edit.value): copy[step]}}
        copy[step] = new.get(edit.kind, _json_value(edit.value))
    return copy


def _lift(data: Any, mapping_name: Any, name: Any, new_name: str) -> None:
    """Move a field out of a mapping, and drop the mapping if it is left empty."""
    _check_contains(data[mapping_name], name)
    if new_name in data:
        raise UnfixableError(f"the field {new_name} exists already")
    rest = {key: value for key, value in data[mapping_name].items() if key != name}
    data[new_name] = data[mapping_name][name]
    if rest:
        data[mapping_name] = rest
    else:
        del data[mapping_name]


def _check_contains(data: Any, step: Any) -> None:
    is_there = isinstance(data, dict) and step in data
    if not is_there and not (isinstance(data, list) and step in range(len(data))):
        raise UnfixableError("the file does not contain it")


def _value(data: Any, path: Path) -> Any:
    for step in path:
        _check_contains(data, step)
        data = data[step]
    return data


def _json_value(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
