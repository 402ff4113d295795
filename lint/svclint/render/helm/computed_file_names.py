"""Files of a chart that its templates read by a name that they compute: ``.Files.Get .file``.

Such a name is made of texts of the templates and of values: files and folders with one of these
names are what the templates read.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from svclint.render.helm.limits import MAX_FILE_BYTES
from svclint.render.helm.template_pieces import TemplateError, split, unquoted
from svclint.render.helm.value_merging import leaves
from svclint.source.file_cache import cached_from_files
from svclint.source.files import ReadError, read_file
from svclint.source.parse_result import ParseError
from svclint.source.yaml_reader import parse_yaml

# Of a literal, nothing has to be computed.
_COMPUTED = re.compile(r"""\bFiles\.(?:Get|GetBytes|Lines|Glob)(?![\w.])\s*(?!\s*["`])""")
_LITERAL = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"|`[^`]*`')
_VERB = re.compile(r"%[a-z]")


def names_of_files(
    templates: Iterable[str], values: Iterable[str], names: Collection[str]
) -> set[str]:
    """Return those of some names of files below a chart that its templates may compute.

    ``templates`` and ``values`` are files of the chart, and of those that it depends on.
    """
    files = list(templates)
    if not names or not any(map(_computes_names, files)):
        return set()
    texts = {text for each in files for text in _literals(each)}
    texts.update(text for each in values for text in _texts(each))
    folders = {folder for name in names for folder in _folders_of(name)}
    found = texts.intersection(names)
    inside = texts & folders
    patterns = [re.compile(_pattern(text)) for text in texts if _VERB.search(text)]
    for name in names:
        is_inside = not inside.isdisjoint(_folders_of(name))
        if is_inside or any(pattern.fullmatch(name) for pattern in patterns):
            found.add(name)
    return found


@cached_from_files
def _computes_names(template_file: str) -> bool:
    """Return whether a template reads files by names that are no literals."""
    return _COMPUTED.search(_template(template_file)) is not None


@cached_from_files
def _literals(template_file: str) -> tuple[str, ...]:
    """Return the literals in the actions of a template, as paths."""
    try:
        pieces = split(_template(template_file))
    except TemplateError:
        return ()
    codes = (piece.code for piece in pieces if piece.keyword not in ("", "comment"))
    literals = (match[0] for code in codes for match in _LITERAL.finditer(code))
    return tuple(dict.fromkeys(_path(unquoted(each)) for each in literals))


def _template(file: str) -> str:
    raw = read_file(file, MAX_FILE_BYTES)
    return "" if isinstance(raw, ReadError) else raw.decode("utf-8", "replace")


@cached_from_files
def _texts(values_file: str) -> tuple[str, ...]:
    """Return the texts in a file of values, as paths."""
    raw = read_file(values_file, MAX_FILE_BYTES)
    try:
        data: Any = {} if isinstance(raw, ReadError) else parse_yaml(raw.decode()).data
    except (ParseError, UnicodeDecodeError):
        data = {}
    found = (value for _, value in leaves(data, ()) if isinstance(value, str) and value)
    return tuple(dict.fromkeys(map(_path, found)))


def _path(text: str) -> str:
    return posixpath.normpath(text) if text else ""


def _pattern(text: str) -> str:
    """Return what matches the names that a format makes, below a folder that it names."""
    folder, _, _ = text.partition("%")
    # Nothing is known of a name without a folder.
    return _VERB.sub(".+", re.escape(text)) if "/" in folder else "(?!)"


def _folders_of(name: str) -> Iterator[str]:
    while name := posixpath.dirname(name):
        yield name
