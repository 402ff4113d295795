"""The values that an action of a template names: ``.Values.service.port``."""

from __future__ import annotations

import re
from typing import Any

from svclint.model import Path
from svclint.model.data import value_at
from svclint.render.helm.written_values import Values

_NAMED = re.compile(r"\$?\.Values((?:\.\w+)+)")
# What does not come from the arguments of a named template.
_GLOBAL = re.compile(r"\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|include|template")
# Functions that print a scalar, or a whole value as YAML, except quotes and indentation.
UNCHANGED = r"(?:toYaml|quote|squote|toString|int|int64|trim|n?indent\s+\d+)"
_DIRECT = re.compile(
    rf"(?:{UNCHANGED}\s+)?\(?\s*\$?\.Values((?:\.\w+)+)\s*\)?(?:\s*\|\s*{UNCHANGED})*"
)


def named(code: str, prefix: Path) -> list[Path]:
    """Return the paths of the values that an action names, in the values of the outermost chart."""
    return [_path(match[1], prefix) for match in _NAMED.finditer(code)]


def direct(code: str, prefix: Path) -> Path | None:
    """Return the path of the only value that an action prints, if it prints it unchanged."""
    match = _DIRECT.fullmatch(code)
    return _path(match[1], prefix) if match else None


def spells_out(code: str, text: str) -> bool:
    """Return whether an action contains a text as a literal."""
    literal = re.compile(rf"""(?:"{re.escape(text)}"|`{re.escape(text)}`)""")
    is_number = text.isdigit() and re.search(rf"(?<![\w.]){text}(?![\w.])", code) is not None
    return is_number or literal.search(code) is not None


def passes_on(code: str) -> bool:
    """Return whether all that an action prints is an argument of its template."""
    return not _GLOBAL.search(code)


def field_of_value(values: Values, path: Path, data: Any, field: Path) -> Path | None:
    """Return the scalar of the values that a field is, given that its action prints ``path``.

    The value at ``path`` must be equal to what the document contains at the field or around it.
    """
    value = value_at(values.data, path)
    for length in range(len(field), -1, -1):
        found = values.set_at((*path, *field[length:]))
        if found in values.written and is_same(value_at(data, field[:length]), value):
            return found
    return None


def is_same(ours: Any, theirs: Any) -> bool:
    """Return whether two values print the same; a string may be a number that is quoted."""
    if isinstance(ours, (dict, list)) or isinstance(theirs, (dict, list)):
        return bool(ours == theirs)
    return spelled(ours) == spelled(theirs)


def spelled(value: Any) -> str:
    """Return a scalar as Go prints it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _path(dotted: str, prefix: Path) -> Path:
    steps = tuple(dotted.split(".")[1:])
    return (*prefix, *steps)
