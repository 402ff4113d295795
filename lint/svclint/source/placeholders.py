"""Values that something replaces before a manifest is applied: Flux, envsubst, sed, a reader.

Source for ``${NAME:=default}``: Flux, "Post build variable substitution" of a Kustomization; for
``($name)``: Chainsaw, resource templating.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from svclint.model import Path

_SIGNS = ("$", "{{", "<", "%", "@", "__", "((", "[[", "REPLACE", "CHANGE", "PLACEHOLDER", "YOUR_")
_PLACEHOLDER = (
    r"\{\{[^{}\n]*\}\}|\$\{[^{}\n]*\}|\$\([^()\n]*\)|\$[A-Z_][A-Z0-9_]*|"
    r"<[^<>\n]*[A-Za-z][^<>\n]*>|"
    r"%%[A-Za-z_][\w.-]*%%|@@[A-Za-z_][\w.-]*@@|%[A-Z_][A-Z0-9_]*%|@[A-Z_][A-Z0-9_]*@|__[A-Z][A-Z0-9_]*__|\(\([^()\n]+\)\)|"
    r"\[\[[^][\n]+\]\]|REPLACE|CHANGE_?ME|PLACEHOLDER|YOUR_[A-Z]|\A\(\$?[^()\n]*\$[^()\n]*\)\Z"
)
# A name that no object can have, and that a kustomization replaces.
_CAPITALS = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
# Within a text: ``{NAME}``, and a name in capitals as a part of a host, which sed replaces.
_WITHIN = (
    r"\{[A-Za-z_][\w.]*(?:\[[\w.-]+\])*\}|"
    rf"(?<=[a-z0-9*][.-]){_CAPITALS}(?=[.-]|\Z)|"
    rf"\A{_CAPITALS}(?=[.-][a-z0-9])"
)
# The same in the text of a document, which ends elsewhere.
_WITHIN_DOCUMENT = re.compile(
    r"\{[A-Za-z_][\w.]*\}|[.-][A-Z][A-Z0-9]*_|[A-Z0-9]_[A-Z0-9]+[.-][a-z]"
)
# The name of a file that a reader copies, and what is replaced in it.
_TEMPLATE_FILE = re.compile(
    r"(?:\A|[._-])(?:template|tmpl|tpl|skeleton)(?:[._-]|\Z)", re.IGNORECASE
)
_VARIABLE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_FIELD = r"[A-Za-z_][\w.]*"


def contains_placeholder(text: str) -> bool:
    """Return whether a text contains a placeholder."""
    if _has_any_sign(text) and re.search(_PLACEHOLDER, text) is not None:
        return True
    return ("{" in text or "_" in text) and re.search(_WITHIN, text) is not None


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


def placeholder_paths(data: Any, text: str, file: str = "") -> list[Path]:
    """Return the paths of values and keys that contain a placeholder, except annotations.

    ``text`` is that of the document; most contain no sign of a placeholder. In a ``file`` that is
    called a template, names such as ``service_name`` are placeholders.
    """
    # Hot: called for every checked object.
    found = list(_paths(data, contains_placeholder)) if _has_sign(text) else []
    if _TEMPLATE_FILE.search(os.path.basename(file)):
        found += _paths(data, lambda value: _VARIABLE.fullmatch(value) is not None)
    return found


# The objects of a List share a text, which is searched once.
@lru_cache(maxsize=1)
def _has_sign(text: str) -> bool:
    if _has_any_sign(text):
        return True
    # Most documents have neither, and need no regular expression.
    return ("{" in text or "_" in text) and _WITHIN_DOCUMENT.search(text) is not None


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


def _paths(data: Any, is_placeholder: Callable[[str], bool]) -> Iterator[Path]:
    pending: list[tuple[Path, Any]] = [((), data)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, str):
            if is_placeholder(value):
                yield path
        elif isinstance(value, list):
            pending += [((*path, index), item) for index, item in enumerate(value)]
        elif isinstance(value, dict) and path != ("metadata", "annotations"):
            for name, item in value.items():
                if is_placeholder(name):
                    yield (*path, name)
                else:
                    pending.append(((*path, name), item))
