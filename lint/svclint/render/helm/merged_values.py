"""The files of values of a chart, its subcharts and a run, in the order in which Helm merges them.

Source: ``coalesceValues`` and ``processImportValues`` of Helm's ``chart/util``: the values of a
chart replace what it imports from a subchart; of two imports, that of the first dependency wins.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from svclint.model import Path
from svclint.model.data import mapping, sequence, text, value_at
from svclint.render.helm.chart_copy import ChartCopy
from svclint.render.helm.chart_metadata import Instance, read_metadata
from svclint.render.helm.written_values import Layer, Values, ValuesFile
from svclint.source.parse_result import ParseError
from svclint.source.yaml_reader import parse_yaml


class _Import(NamedTuple):
    """Values that a chart takes from a subchart: the path below it, and that in the chart."""

    name: str
    inside: Path
    target: Path


def merged_values(
    copy: ChartCopy, charts: Iterable[Instance], files: Sequence[ValuesFile]
) -> Values:
    """Return the values of a chart; files that cannot be read count as empty."""
    found = list(charts)
    return Values(list(_layers(copy, found, files)), [chart.prefix for chart in found])


def _layers(
    copy: ChartCopy, charts: Sequence[Instance], files: Sequence[ValuesFile]
) -> Iterator[Layer]:
    """Yield the files of values, those that others replace first."""
    for chart in sorted(charts, key=lambda chart: -len(chart.prefix)):
        own = _layer(copy, chart)
        for each in _imports(os.path.join(copy.folder, chart.folder)):
            prefix = (*chart.prefix, each.name)
            child = next((_layer(copy, inner) for inner in charts if inner.prefix == prefix), None)
            if child is not None:
                yield from _imported(child, each.inside, (*chart.prefix, *each.target))
            if own is not None:
                inside = each.name, *each.inside
                yield from _imported(own, inside, (*chart.prefix, *each.target))
        if own is not None:
            yield own
    for file in files:
        content, written = read_values(file.path)
        is_editable = bool(file.shown) and not file.is_part
        yield Layer(
            *(file.shown, False, (), content, written, is_editable),
            is_of_chart=False,
            single=file.single,
        )


def _layer(copy: ChartCopy, chart: Instance) -> Layer | None:
    """Return the values of a chart in the copy; ``None`` if it has none."""
    inner = os.path.join(chart.folder, "values.yaml").replace(os.sep, "/")
    source = copy.sources.get(inner)
    if source is None:
        return None
    content, written = read_values(os.path.join(copy.folder, inner))
    is_packed = source.is_packed
    return Layer(source.shown, is_packed, chart.prefix, content, written, not is_packed)


def _imports(folder: str) -> list[_Import]:
    """Return what the chart in a folder imports, that of the first dependency last."""
    found: list[_Import] = []
    for dependency in read_metadata(folder).dependencies:
        name = text(dependency.get("alias")) or text(dependency.get("name"))
        for each in sequence(dependency.get("import-values")):
            if isinstance(each, str):
                found.append(_Import(name, _steps(f"exports.{each}"), ()))
            elif "child" in mapping(each):
                child, parent = text(each["child"]), text(each.get("parent"))
                found.append(_Import(name, _steps(child), _steps(parent)))
    return found[::-1]


def _steps(dotted: str) -> Path:
    """Return a path as Helm writes it; a dot alone is the top."""
    return tuple(each for each in dotted.split(".") if each)


def _imported(layer: Layer, inside: Path, prefix: Path) -> Iterator[Layer]:
    """Yield a part of a file of values below another prefix, if it is a mapping."""
    content = value_at(layer.data, inside)
    if isinstance(content, dict):
        yield layer._replace(
            prefix=prefix, data=content, is_editable=False, inside=inside, owner=layer.prefix
        )


def read_values(path: str) -> tuple[dict[str, Any], str]:
    """Return the values in a file and its text; none if it cannot be read."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            written = file.read()
        content = parse_yaml(written).data
    except (OSError, UnicodeDecodeError, ParseError):
        return {}, ""
    return (content, written) if isinstance(content, dict) else ({}, "")
