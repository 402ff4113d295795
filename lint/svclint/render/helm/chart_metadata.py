"""Read ``Chart.yaml``: the name of a chart, its dependencies, and the charts inside of it."""

from __future__ import annotations

import json
import os
import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from svclint.model import Data, Path
from svclint.model.data import mapping, sequence, text
from svclint.source.kustomization import CHART_FILE, data_of

# Where a chart of Helm 2 lists its dependencies.
REQUIREMENTS = "requirements.yaml"


class Metadata(NamedTuple):
    """The dependencies of a chart, and the content of the file that lists them."""

    file: str
    content: Data
    dependencies: list[Data]

    def write(self, dependencies: list[Data]) -> None:
        """Write other dependencies into the file; JSON is YAML."""
        with open(self.file, "w", encoding="utf-8") as file:
            json.dump({**self.content, "dependencies": dependencies}, file)


class Instance(NamedTuple):
    """A chart inside of a chart, once for each alias.

    ``name`` begins the names of its templates (``shop/charts/cache``), ``folder`` is its path in
    the copy, with slashes (empty for the outermost), and ``prefix`` is the path of its values in
    those of the outermost chart.
    """

    name: str
    folder: str
    prefix: Path = ()


def read_metadata(folder: str) -> Metadata:
    """Return the dependencies of a chart; of ``requirements.yaml`` for one of Helm 2."""
    file, older = os.path.join(folder, CHART_FILE), os.path.join(folder, REQUIREMENTS)
    content, requirements = data_of(file), data_of(older)
    if requirements and content.get("apiVersion") != "v2":
        file, content = older, requirements
    dependencies = [each for each in sequence(content.get("dependencies")) if mapping(each)]
    return Metadata(file, content, dependencies)


def name_of_chart(folder: str) -> str:
    """Return the name of the chart in a folder, empty if there is none."""
    return text(data_of(os.path.join(folder, CHART_FILE)).get("name"))


def instances(folder: str) -> Iterator[Instance]:
    """Yield the chart of a copy and the charts inside of it, by each name that Helm may give them.

    Source: ``processDependencyEnabled`` and ``getAliasDependency`` of Helm's ``chart/util``.
    """
    yield from _instances(folder, Instance(name_of_chart(folder), ""))


def _instances(root: str, chart: Instance) -> Iterator[Instance]:
    yield chart
    folder = os.path.join(root, chart.folder)
    dependencies = read_metadata(folder).dependencies
    charts = os.path.join(folder, "charts")
    names = sorted(os.listdir(charts)) if os.path.isdir(charts) else []
    for name in names:
        own = name_of_chart(os.path.join(charts, name))
        if not own or name[0] in "._":
            continue
        listed = [each for each in dependencies if each.get("name") == own]
        # Of another version than its dependency asks for, a chart keeps its own name.
        aliases = {own, *(text(each.get("alias")) or own for each in listed)}
        inner = posixpath.join(chart.folder, "charts", name)
        for alias in sorted(aliases):
            shown = f"{chart.name}/charts/{alias}"
            yield from _instances(root, Instance(shown, inner, (*chart.prefix, alias)))
