"""Values that the templates of a chart require, and that its defaults leave empty.

Nobody deploys such a chart with its defaults alone. With placeholders for these values it can be
rendered, and everything else in it checked.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from svclint.model import ConfigError, Path, spell
from svclint.model.data import value_at
from svclint.render.helm.chart_copy import ChartCopy
from svclint.render.helm.chart_metadata import Instance, instances
from svclint.render.helm.merged_values import merged_values
from svclint.render.helm.placeholder_values import RenderWith
from svclint.render.helm.template_pieces import Piece, TemplateError, split, unquoted
from svclint.render.helm.written_values import ValuesFile

_LITERAL = r'("(?:[^"\\\n]|\\[^\n])*"|`[^`]*`)'
_VALUE = r"\(?\s*\$?\.Values((?:\.\w+)+)\s*\)?"
_REQUIRED = re.compile(rf"\brequired\s+{_LITERAL}\s+{_VALUE}")
_PIPED = re.compile(rf"{_VALUE}\s*\|\s*required\s+{_LITERAL}")
_NOT = re.compile(rf"if\s+(?:not|empty)\s+{_VALUE}")
_FAIL = re.compile(rf"fail\s+{_LITERAL}")
# Helm reports one value at a time.
_MOST_RENDERS = 12


def placeholders_for_required(
    copy: ChartCopy, values: Sequence[ValuesFile], render: RenderWith, error: ConfigError, work: str
) -> tuple[str, tuple[str, ...]]:
    """Return a file with placeholders for the values that a chart requires, and their names.

    ``error`` is that of a render without them, raised again if they do not help. ``work`` is a
    folder for temporary files.
    """
    charts = list(instances(copy.folder))
    data = merged_values(copy, charts, values).data
    demands = [
        each for each in _demands(copy.folder, charts) if value_at(data, each[1]) in (None, "")
    ]
    file = os.path.join(work, "required.yaml")
    found: dict[Path, None] = {}
    said = str(error)
    for _ in range(_MOST_RENDERS):
        new = [path for message, path in demands if message in said and path not in found]
        if not new:
            break
        found.update(dict.fromkeys(new))
        with open(file, "w", encoding="utf-8") as stream:
            json.dump(_nested(found), stream)
        try:
            render((file,))
        except ConfigError as another:
            said = str(another)
        else:
            return file, tuple(spell(path)[1:] for path in found)
    raise error


def _demands(folder: str, charts: Iterable[Instance]) -> Iterator[tuple[str, Path]]:
    """Yield the messages with which templates fail, each with the value that it is about."""
    for chart in charts:
        for here, _, names in os.walk(os.path.join(folder, chart.folder, "templates")):
            for name in names:
                for message, steps in _demands_in(os.path.join(here, name)):
                    prefix = () if steps[0] == "global" else chart.prefix
                    yield message, (*prefix, *steps)


def _demands_in(file: str) -> Iterator[tuple[str, Path]]:
    try:
        with open(file, encoding="utf-8") as stream:
            pieces = [each for each in split(stream.read()) if each.keyword or each.code.strip()]
    except (OSError, UnicodeDecodeError, TemplateError):
        return
    for at, piece in enumerate(pieces):
        found = [(each[1], each[2]) for each in _REQUIRED.finditer(piece.code)]
        found += [(each[2], each[1]) for each in _PIPED.finditer(piece.code)]
        found += _failing(piece, pieces[at + 1 : at + 2])
        # An empty message would be in every error.
        yield from (
            (unquoted(literal), tuple(dotted.split(".")[1:]))
            for literal, dotted in found
            if piece.keyword and len(literal) > len('""')
        )


def _failing(piece: Piece, following: Sequence[Piece]) -> list[tuple[str, str]]:
    """Return what ``if not .Values.name`` demands if ``fail`` follows."""
    condition = _NOT.fullmatch(piece.code.strip())
    failure = next((_FAIL.fullmatch(each.code.strip()) for each in following), None)
    return [(failure[1], condition[1])] if condition and failure else []


def _nested(paths: Iterable[Path]) -> dict[str, Any]:
    """Return values with a placeholder at each path."""
    found: dict[str, Any] = {}
    for path in paths:
        target = found
        for step in path[:-1]:
            target = target.setdefault(str(step), {})
        target[str(path[-1])] = f"${{{spell(path)[1:]}}}"
    return found
