"""Render the marked twin of a chart, and decode what each template prints."""

from __future__ import annotations

import base64
import os
import posixpath
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from svclint.model import ConfigError
from svclint.render.helm.chart_metadata import Instance
from svclint.render.helm.marking import PRINTED, Marker, Template, definitions
from svclint.render.helm.marks import MarkedText, Place, has_private_characters
from svclint.render.helm.template_pieces import TemplateError
from svclint.source.kustomization import CHART_FILE

# What Helm itself reads of a chart.
_FOLDERS_OF_CHARTS = frozenset(("templates", "charts", "crds", "ci"))
_FILES_OF_CHARTS = frozenset((CHART_FILE, "values.yaml", "values.schema.json"))

# Render a chart folder with more values files after the usual ones. Raises ``ConfigError``.
Render = Callable[[str, Sequence[str]], bytes]


class Twin(NamedTuple):
    """What the templates of a chart print, by name, and the places of the marks in it."""

    outputs: dict[str, MarkedText]
    places: list[Place]


class TwinRenderer:
    """Renders twins of one copied chart in folders below ``work``.

    Only the templates ``wanted``, by name, print marks. ``is_reduced`` leaves out what the other
    templates print, which is often most of the work. That can change what the wanted ones print,
    since templates can change the values, so the result must be compared with the true output.
    """

    def __init__(
        self, folder: str, charts: Sequence[Instance], wanted: Collection[str], work: str
    ) -> None:
        self._folder, self._charts, self._work = folder, list(charts), work
        self._templates = dict(_templates(folder, charts))
        self._printing = {template_file(charts, name) for name in wanted}
        self._names = {each.name for one in self._templates.values() for each in one.named}
        self._written = 0

    def marked(self, render: Render, *, is_reduced: bool) -> Twin:
        """Return the twin; it is empty where none renders."""
        for dynamic in (True, False):
            marker = Marker(self._names, dynamic=dynamic)
            texts: dict[str, str] = {}
            for file, template in self._templates.items():
                if file in self._printing and not _is_partial(file):
                    texts[file] = marker.printing_marked_body(template)
                else:
                    texts[file] = self._plain(template, is_reduced) + marker.copies(template)
            try:
                raw = render(self._write(texts), ())
            except ConfigError:
                # A computed name can be that of a file, which has no marked copy.
                continue
            return Twin(_outputs(raw, len(marker.places)), marker.places)
        return Twin({}, [])

    @property
    def texts(self) -> list[Template]:
        """The templates of the chart and its subcharts, and the files that they may print."""
        templates = list(self._templates.values())
        if not any(".Files" in each.text for each in templates):
            return templates
        return [*templates, *(each for _, each in _printable_files(self._folder, self._charts))]

    def changed(self, texts: Mapping[str, str]) -> str:
        """Write the chart without marks and with other texts of templates; return its folder."""
        own = {file: template.text for file, template in self._templates.items()}
        return self._write({**own, **texts})

    def plain(self, *, is_reduced: bool, codes: Mapping[Place, str] = MappingProxyType({})) -> str:
        """Write the chart without marks, and return its folder.

        ``codes`` are the codes of actions that have another one.
        """
        texts = {
            file: self._plain(template.with_codes(codes) if codes else template, is_reduced)
            for file, template in self._templates.items()
        }
        return self._write(texts)

    def _plain(self, template: Template, is_reduced: bool) -> str:
        is_needed = template.file in self._printing or _is_partial(template.file)
        return definitions(template) if is_reduced and not is_needed else template.text

    def _write(self, texts: Mapping[str, str]) -> str:
        """Copy the chart without the schemas of its values, which a token may not match."""
        self._written += 1
        folder = os.path.join(self._work, f"chart-{self._written}")
        shutil.copytree(self._folder, folder, ignore=_left_out)
        for file, text in texts.items():
            with open(os.path.join(folder, file), "w", encoding="utf-8", newline="") as stream:
                stream.write(text)
        return folder


def _left_out(_folder: str, names: list[str]) -> set[str]:
    """Return what a twin does without: schemas, and resources that are no templates, and large."""
    return {"values.schema.json", *(("crds",) if CHART_FILE in names else ())}


def _templates(folder: str, charts: Sequence[Instance]) -> Iterator[tuple[str, Template]]:
    """Yield the templates of a chart and its subcharts that can be marked, by path."""
    for below in dict.fromkeys(chart.folder for chart in charts):
        for inner, _, names in os.walk(os.path.join(folder, below, "templates")):
            yield from _read(folder, (os.path.join(inner, name) for name in names))


def _printable_files(folder: str, charts: Sequence[Instance]) -> Iterator[tuple[str, Template]]:
    """Yield the files of a chart and its subcharts that hold neither templates nor settings."""
    for below in dict.fromkeys(chart.folder for chart in charts):
        top = os.path.join(folder, below)
        for inner, folders, names in os.walk(top):
            is_top = inner == top
            if is_top:
                folders[:] = [each for each in folders if each not in _FOLDERS_OF_CHARTS]
            kept = [each for each in names if not (is_top and each in _FILES_OF_CHARTS)]
            yield from _read(folder, (os.path.join(inner, name) for name in kept))


def _read(folder: str, paths: Iterable[str]) -> Iterator[tuple[str, Template]]:
    for path in paths:
        file = os.path.relpath(path, folder).replace(os.sep, "/")
        try:
            with open(path, encoding="utf-8", newline="") as stream:
                text = stream.read()
            if not has_private_characters(text):
                yield file, Template(file, text)
        except (OSError, UnicodeDecodeError, TemplateError):
            continue


def template_file(charts: Iterable[Instance], name: str) -> str:
    """Return the path in the copy of a template, given its name for Helm; empty for other names."""
    found = _chart_of(charts, name)
    return "" if found is None else posixpath.normpath(posixpath.join(found[0].folder, found[1]))


def chart_of(charts: Iterable[Instance], name: str) -> Instance | None:
    """Return the chart of a template, given its name for Helm; ``None`` for other names."""
    found = _chart_of(charts, name)
    return None if found is None else found[0]


def _chart_of(charts: Iterable[Instance], name: str) -> tuple[Instance, str] | None:
    for chart in charts:
        inner = name.removeprefix(chart.name + "/")
        if inner != name and inner.startswith(("templates/", "crds/")):
            return chart, inner
    return None


def _is_partial(file: str) -> bool:
    name = os.path.basename(file)
    return name.startswith("_") or name.endswith("NOTES.txt")


def _outputs(raw: bytes, number_of_places: int) -> dict[str, MarkedText]:
    """Return what each template prints; what a chart prints in the same form is left out."""
    outputs: dict[str, MarkedText] = {}
    for match in PRINTED.finditer(raw.decode("utf-8", "replace")):
        try:
            name, text = _decoded(match[1]), _decoded(match[2])
            outputs[name] = MarkedText(text, number_of_places)
        except ValueError:
            continue
    return outputs


def _decoded(group: str) -> str:
    return base64.b64decode(group).decode("utf-8", "replace")
