"""Write a short policy as a ValidatingAdmissionPolicy with its binding, in YAML with its comments.

ruamel.yaml keeps comments beside the data that they describe; only ``policy export`` loads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from itertools import pairwise
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    LiteralScalarString,
    SingleQuotedScalarString,
)
from ruamel.yaml.tokens import CommentToken
from yaml import YAMLError, safe_load

from svclint.model import Path
from svclint.model.data import mapping, value_at
from svclint.policy.short_form import expand
from svclint.policy.short_form_comments import Comments, read_comments
from svclint.source import Document
from svclint.source.scalars import ScalarError, resolve_plain

_VALIDATION: Path = ("spec", "validations", 0)
_CONSTRAINTS: Path = ("spec", "matchConstraints")
# Where the values of the short form stand in the policy.
_POLICY_PATHS: dict[Path, Path] = {
    ("id",): ("metadata", "name"),
    ("match",): _CONSTRAINTS,
    ("match", "when"): ("spec", "matchConditions", 0, "expression"),
    ("match", "operations"): (*_CONSTRAINTS, "resourceRules", 0, "operations"),
    ("match", "namespaces"): (
        *_CONSTRAINTS,
        *("namespaceSelector", "matchExpressions", 0, "values"),
    ),
    ("match", "namespaceSelector"): (*_CONSTRAINTS, "namespaceSelector"),
    ("match", "objectSelector"): (*_CONSTRAINTS, "objectSelector"),
    ("variables",): ("spec", "variables"),
    **{
        (key,): (*_VALIDATION, key)
        for key in ("expression", "message", "messageExpression", "reason")
    },
}
_BINDING_PATHS: dict[Path, Path] = {("severity",): ("spec", "validationActions")}
_INDENT, _LIST_INDENT, _DASH_INDENT = 2, 4, 2


def exported(document: Document) -> str:
    """Return the YAML of a short policy, with the comments of what it contains."""
    policy, binding = (_commented(data) for data in expand(document))
    keys, tail = list(mapping(document.data)), ""
    for each in read_comments(document.chunk.text):
        comments = each
        if not each.path:
            tail = "".join(f"{line}\n" for line in each.above if keys[-1] != "examples")
            continue
        if each.path == (keys[0],):
            policy.ca.comment = [None, _tokens(each.above, 0)]
            comments = each._replace(above=())
        _attach(policy, _POLICY_PATHS, _with_indexes(document, comments))
        _attach(binding, _BINDING_PATHS, comments)
    return f"{_written(policy)}---\n{_written(binding)}{tail}"


def _written(data: CommentedMap) -> str:
    yaml = YAML()
    yaml.indent(mapping=_INDENT, sequence=_LIST_INDENT, offset=_DASH_INDENT)
    # A folded line cannot keep the comment behind it.
    yaml.width = 1 << 16
    stream = StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def _commented(value: Any) -> Any:
    """Return a copy of data that may have comments, with every string in a safe style."""
    if isinstance(value, dict):
        return CommentedMap({_string(key): _commented(each) for key, each in value.items()})
    if isinstance(value, list):
        return CommentedSeq(map(_commented, value))
    return _string(value) if isinstance(value, str) else value


def _string(text: str) -> str:
    """Return a text with a style that every reader of YAML reads as this text."""
    styled: str = text
    if "\n" in text:
        styled = LiteralScalarString(text)
    elif not _is_plain_string(text):
        # CEL has its own single quotes, which single quotes of YAML would double.
        has_only_single = "'" in text and not {'"', "\\"} & set(text)
        styled = (DoubleQuotedScalarString if has_only_single else SingleQuotedScalarString)(text)
    return styled


def _is_plain_string(text: str) -> bool:
    """Return whether a text without quotes is a string to the API server and to YAML 1.1."""
    try:
        return text != "" and resolve_plain(text) == text and safe_load(text) == text
    except (ScalarError, YAMLError):
        return False


def _with_indexes(document: Document, comments: Comments) -> Comments:
    """Return comments with the path of the long ``match`` and of the list of variables."""
    path, data = comments.path, mapping(document.data)
    if path == ("match",) and isinstance(data["match"], str):
        return comments._replace(path=("match", "when"))
    if path[0] == "variables" and len(path) > 1:
        names: list[str | int] = list(mapping(data["variables"]))
        return comments._replace(path=("variables", names.index(path[1]), "expression"))
    return comments


def _attach(data: CommentedMap, paths: dict[Path, Path], comments: Comments) -> None:
    """Attach comments to the value that they describe, or to the nearest one around it."""
    sizes = range(len(comments.path), 0, -1)
    size = next((size for size in sizes if comments.path[:size] in paths), 0)
    if not size:
        return
    path = (*paths[comments.path[:size]], *comments.path[size:])
    while value_at(data, path) is None:
        path = path[:-1]
    above = comments.above
    line_end = _line_end(data, path)
    if comments.behind and line_end:
        slots = _slots(data, line_end)
        slots[0 if len(slots) == 2 else 2] = _tokens([comments.behind], 0)[0]
    elif comments.behind:
        above = (*above, comments.behind)
    if above:
        path = _first_of_item(data, path)
        slots = _slots(data, path)
        slots[1] = [*(slots[1] or ()), *_tokens(above, _column(path))]


def _line_end(data: CommentedMap, path: Path) -> Path:
    """Return the path of the value with which a line ends, ``()`` if there are several lines."""
    value = value_at(data, path)
    if isinstance(value, CommentedSeq) and len(value) == 1:
        return _line_end(data, (*path, 0))
    is_long = isinstance(value, (CommentedMap, CommentedSeq, LiteralScalarString))
    return () if is_long else path


def _first_of_item(data: CommentedMap, path: Path) -> Path:
    """Return the path of a list's item instead of that of its first key, which is on its line."""
    *around, key = path
    is_item = bool(around) and isinstance(around[-1], int)
    return tuple(around) if is_item and next(iter(value_at(data, around))) == key else path


def _slots(data: CommentedMap, path: Path) -> list[Any]:
    """Return the places where ruamel.yaml keeps the comments of a value; the second is above."""
    parent = value_at(data, path[:-1])
    size = 4 if isinstance(parent, CommentedMap) else 2
    slots: list[Any] = parent.ca.items.setdefault(path[-1], [None] * size)
    return slots


def _column(path: Path) -> int:
    """Return the column of a key, or of an item's dash."""
    column = _DASH_INDENT if isinstance(path[-1], int) else 0
    for step, following in pairwise(path):
        if isinstance(step, int):
            column += _LIST_INDENT
        elif isinstance(following, str):
            column += _INDENT
    return column


def _tokens(lines: Sequence[str], column: int) -> list[CommentToken]:
    return [CommentToken(f"{line}\n", CommentMark(column)) for line in lines]
