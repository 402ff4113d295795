"""What an edit makes of the data of an object: the measure for what it makes of the text."""

from __future__ import annotations

from typing import Any

from svclint.fix.problem import Unfixable
from svclint.model import Edit, Path


def settled(data: Any, edit: Edit) -> Edit:
    """Say what an edit comes to in this data. Raises ``Unfixable``.

    With the last thing in it, a mapping or list is removed, too: empty, it would say something
    else. A field that is there, but empty, is not added, but set.
    """
    path = edit.path
    if edit.kind == "add":
        there = _value(data, path[:-1])
        is_empty = isinstance(there, dict) and there.get(path[-1], "?") in (None, "")
        return edit._replace(kind="set") if is_empty else edit
    while edit.kind == "remove" and len(path) > 1 and len(_value(data, path[:-1])) == 1:
        if len(path) < 3 or not isinstance(path[-2], str):
            raise Unfixable("nothing would be left of what holds it")
        path = path[:-1]
    return edit._replace(path=path)


def edited(data: Any, edit: Edit, raw: str) -> Any:
    """Give the data after an edit; ``raw`` is the text of the field, for ``quote``.

    Nothing of the data itself is changed. Raises ``Unfixable``.
    """
    return _edited(data, edit.path, edit, raw)


def _edited(data: Any, path: Path, edit: Edit, raw: str) -> Any:
    step: Any = path[0]
    if edit.kind == "add" and len(path) == 1:
        if not isinstance(data, dict) or step in data:
            raise Unfixable(f"there is a field {step} already")
        return {**data, step: _plain(edit.value)}
    _must_hold(data, step)
    copy: Any = data.copy()
    if len(path) > 1:
        copy[step] = _edited(copy[step], path[1:], edit, raw)
    elif edit.kind == "remove":
        del copy[step]
    elif edit.kind == "rename":
        if edit.value in copy:
            raise Unfixable(f"there is a field {edit.value} already")
        copy[edit.value] = copy.pop(step)
    elif edit.kind != "deduplicate":
        new = {"quote": raw, "wrap": [copy[step]]}
        copy[step] = new.get(edit.kind, _plain(edit.value))
    return copy


def _must_hold(data: Any, step: Any) -> None:
    is_there = isinstance(data, dict) and step in data
    if not is_there and not (isinstance(data, list) and step in range(len(data))):
        raise Unfixable("the file does not hold it")


def _value(data: Any, path: Path) -> Any:
    for step in path:
        _must_hold(data, step)
        data = data[step]
    return data


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
