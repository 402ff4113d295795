"""Values that something replaces before a manifest is applied: Flux, envsubst, sed, a reader.

Source for ``${NAME:=default}``: Flux, "Post build variable substitution" of a Kustomization; for
``($name)``: Chainsaw, resource templating.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from svclint.model import Path

_SIGNS = ("$", "{{", "<", "%", "@", "__", "((", "[[", "REPLACE", "CHANGE", "PLACEHOLDER")
_PLACEHOLDER = (
    r"\{\{[^{}\n]*\}\}|\$\{[^{}\n]*\}|\$\([^()\n]*\)|\$[A-Z_][A-Z0-9_]*|"
    r"<[^<>\n]*[A-Za-z][^<>\n]*>|"
    r"%[A-Z_][A-Z0-9_]*%|@[A-Z_][A-Z0-9_]*@|__[A-Z][A-Z0-9_]*__|\(\([^()\n]+\)\)|"
    r"\[\[[^][\n]+\]\]|REPLACE|CHANGE_?ME|PLACEHOLDER|\A\(\$?[^()\n]*\$[^()\n]*\)\Z"
)
# A name that no object can have, and that a kustomization replaces.
_CAPITALS = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
_FIELD = r"[A-Za-z_][\w.]*"


def contains_placeholder(text: str) -> bool:
    """Return whether a text contains a placeholder."""
    return _has_any_sign(text) and re.search(_PLACEHOLDER, text) is not None


def quotes_placeholder(message: str) -> bool:
    """Return whether a message is about a name or a label with a placeholder.

    Files that are rendered have names in angle brackets, but not in quotes.
    """
    return any(
        contains_placeholder(name) or is_replaced_name(name.strip('"'))
        for name in re.findall(r"\"[^\"]*\"|\S+=\S+", message)
    )


def is_replaced_name(name: str) -> bool:
    """Return whether a name is written in capitals, as a kustomization replaces it."""
    return re.fullmatch(_CAPITALS, name) is not None


def placeholder_paths(data: Any, text: str) -> list[Path]:
    """Return the paths of values and keys that contain a placeholder, except annotations.

    ``text`` is that of the document; most contain no sign of a placeholder.
    """
    # Hot: called for every checked object.
    return list(_paths(data)) if _has_sign(text) else []


# The objects of a List share a text, which is searched once.
@lru_cache(maxsize=1)
def _has_sign(text: str) -> bool:
    return _has_any_sign(text)


def _has_any_sign(text: str) -> bool:
    return any(map(text.__contains__, _SIGNS))


def is_format_field(value: Any, text: str) -> bool:
    """Return whether a mapping stands for a field of Python's ``str.format``: ``{name}``.

    YAML reads it as a mapping with one key and no value.
    """
    if not isinstance(value, dict) or len(value) != 1:
        return False
    ((name, inner),) = value.items()
    return inner is None and bool(re.fullmatch(_FIELD, name)) and f"{{{name}}}" in text


def _paths(data: Any) -> Iterator[Path]:
    pending: list[tuple[Path, Any]] = [((), data)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, str):
            if contains_placeholder(value):
                yield path
        elif isinstance(value, list):
            pending += [((*path, index), item) for index, item in enumerate(value)]
        elif isinstance(value, dict) and path != ("metadata", "annotations"):
            for name, item in value.items():
                if contains_placeholder(name):
                    yield (*path, name)
                else:
                    pending.append(((*path, name), item))
