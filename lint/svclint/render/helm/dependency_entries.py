"""Find the entry of ``Chart.yaml`` that makes a packed chart a dependency."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from svclint.model import Location
from svclint.model.data import mapping, sequence, text
from svclint.render.helm.chart_copy import Source
from svclint.render.helm.chart_metadata import REQUIREMENTS, Instance
from svclint.source.files import ReadError, read_file
from svclint.source.kustomization import CHART_FILE
from svclint.source.stream import documents


class DependencyEntry(NamedTuple):
    """A chart that can be edited, and the place where it names one that is packed.

    Without ``is_exact``, it does not name it, and only its file is known.
    """

    chart: Instance
    location: Location
    is_exact: bool


def dependency_entry(
    packed: Instance, charts: Sequence[Instance], sources: Mapping[str, Source]
) -> DependencyEntry:
    """Return the entry of the dependency that a packed chart belongs to.

    A packed chart of a packed chart belongs to that of the outermost archive.
    """
    inner = packed
    outer = _outer(inner, charts)
    while sources[_in(outer, CHART_FILE)].is_packed:
        inner, outer = outer, _outer(outer, charts)
    alias = inner.prefix[-1]
    for name in (CHART_FILE, REQUIREMENTS):
        source = sources.get(_in(outer, name))
        if source is None:
            continue
        # The copy does not have the dependencies that are missing.
        raw = read_file(source.file)
        found = [] if isinstance(raw, ReadError) else list(documents(name, raw))
        entries = sequence(found[0].value(("dependencies",))) if found else []
        for number, entry in enumerate(map(mapping, entries)):
            if alias == (text(entry.get("alias")) or text(entry.get("name"))):
                place = found[0].locate(("dependencies", number, "name"), at_key=True)[0]
                return DependencyEntry(outer, place._replace(file=source.file), True)
    return DependencyEntry(outer, Location(sources[_in(outer, CHART_FILE)].file, 1, 1), False)


def _outer(chart: Instance, charts: Sequence[Instance]) -> Instance:
    name = chart.name.rpartition("/charts/")[0]
    return next(each for each in charts if each.name == name)


def _in(chart: Instance, name: str) -> str:
    return os.path.join(chart.folder, name).replace(os.sep, "/")
