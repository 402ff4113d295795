"""Values of a chart that are written inside of an object, as files with the lines of the object.

Helm reads values from files. A text that is cut out of a manifest and padded to its lines gives
each value the line and column that it has there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from svclint.model import Path
from svclint.model.data import value_at
from svclint.render.helm.written_values import Single
from svclint.source import Document
from svclint.source.checkout import is_in_tree, tree_of
from svclint.source.parse_result import ParseError
from svclint.source.positions import find
from svclint.source.yaml_reader import parse_yaml, positions


class ValuesText(NamedTuple):
    """Values as YAML; the lines are those of ``file``. With an empty text, the file itself.

    The text of a ``single`` value has no lines.
    """

    file: str
    text: str
    single: Single | None = None


def values_file(document: Document, file: str) -> ValuesText | None:
    """Return a file of values that an object names; ``None`` outside of the object's tree."""
    if "\0" in file:
        return None
    tree = tree_of(os.path.dirname(os.path.realpath(document.file)))
    real = os.path.realpath(file)
    is_safe = bool(tree) and is_in_tree(real, tree) and os.path.isfile(real)
    return ValuesText(os.path.relpath(file), "") if is_safe else None


def values_in(document: Document, path: Path) -> ValuesText | None:
    """Return the mapping at a path of an object as values; ``None`` if there is none."""
    data = document.value(path)
    return _placed(document, path, data) if isinstance(data, dict) and data else None


def values_in_text(document: Document, path: Path) -> ValuesText | None:
    """Return the values that a string of an object contains as YAML; ``None`` if it has none."""
    try:
        data = parse_yaml(str(document.value(path) or "")).data
    except ParseError:
        return None
    return _placed(document, path, data) if isinstance(data, dict) and data else None


def _placed(document: Document, path: Path, data: Any) -> ValuesText:
    location, _ = document.locate(path, at_key=True)
    lines = _block_below(document, location.line)
    text = "\n" * location.line + "\n".join(lines) + "\n"
    if lines:
        text = _with_scalars_of(data, text)
    try:
        is_same = bool(lines) and parse_yaml(text).data == data
    except ParseError:
        is_same = False
    # Flow style, and anchors of other fields.
    return ValuesText(document.file, text) if is_same else _on_one_line(document, path, data)


def _with_scalars_of(data: Any, text: str) -> str:
    """Return a text of YAML with other scalars at their places: an ApplicationSet fills them in."""
    try:
        written = parse_yaml(text).data
    except ParseError:
        return text
    lines, root = text.split("\n"), positions(text)
    for path in _differing(written, data, ()):
        found = find(root, path, at_key=False)
        head = lines[found.line - 1][: found.column - 1]
        lines[found.line - 1] = head + json.dumps(value_at(data, path))
    return "\n".join(lines)


def _differing(one: Any, other: Any, path: Path) -> Iterator[Path]:
    """Yield the paths of the strings in a value that are other scalars in another one."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() & other.keys():
            yield from _differing(one[key], other[key], (*path, key))
    elif isinstance(one, list) and isinstance(other, list):
        for index, pair in enumerate(zip(one, other, strict=False)):
            yield from _differing(*pair, (*path, index))
    elif isinstance(one, str) and one != other and not isinstance(other, (dict, list)):
        yield path


def _block_below(document: Document, line: int) -> list[str]:
    """Return the lines that are indented more than a line, and directly follow it."""
    chunk = document.chunk
    own = _indentation(chunk.line(line).replace("- ", "  "))
    found: list[str] = []
    last = chunk.first_line + chunk.text.count("\n")
    for number in range(line + 1, last + 1):
        text = chunk.line(number)
        if text.strip() and _indentation(text) <= own and not text.lstrip().startswith("#"):
            break
        found.append(text)
    return found


def _indentation(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _on_one_line(document: Document, path: Path, data: Any) -> ValuesText:
    location, _ = document.locate(path)
    return ValuesText(document.file, "\n" * (location.line - 1) + json.dumps(data) + "\n")
