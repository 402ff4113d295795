"""Trace fields of a rendered chart to the lines of templates and values that a person edits."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from svclint.model import Edit, Fix, Path, spell
from svclint.render.helm.causes import Asked, CauseFinder
from svclint.render.helm.changed_values import changed_value, compared_fields
from svclint.render.helm.chart_copy import ChartCopy
from svclint.render.helm.chart_metadata import instances
from svclint.render.helm.edited_places import EditedPlaces
from svclint.render.helm.field_places import FieldReader
from svclint.render.helm.label_causes import causes_of_labels, labels_in
from svclint.render.helm.perturbation import Causes, Perturbation
from svclint.render.helm.rendered_documents import rendered_documents
from svclint.render.helm.twin import Render, TwinRenderer
from svclint.render.helm.values_fixes import EditedValue, edited_value, values_fix
from svclint.render.helm.written_values import ValuesFile, merged_values
from svclint.render.origins import Origin
from svclint.source import Document


class HelmTracer:
    """Where the fields of one rendered chart come from: by document and path."""

    def __init__(
        self,
        origins: Mapping[Asked, Origin],
        changes: Mapping[Asked, Origin],
        files: Sequence[Origin | None],
        edits: Callable[[int, Edit], EditedValue | None],
    ) -> None:
        self._origins, self._files, self._edits = origins, files, edits
        self._changes = changes

    def origin(self, document: int, path: Path) -> Origin | None:
        """Return where a field comes from; only the template's file for one not asked for.

        ``None`` for a document that no template of the chart prints.
        """
        return self._origins.get((document, path)) or self._files[document]

    def change(self, document: int, path: Path) -> Origin | None:
        """Return the value that makes a field, or one inside of it, differ from the defaults."""
        return self._changes.get((document, path))

    def fix(self, document: int, fix: Fix) -> tuple[str, Fix] | None:
        """Return the file of values and the fix in it that correct what a fix of the output does.

        ``None`` unless each edit replaces a value that is proven to be written in one file, once.
        The paths of the edits are among the fields that were asked for.
        """
        edits = [self._edits(document, edit) for edit in fix.edits]
        found = [edit for edit in edits if edit is not None]
        return values_fix(found, is_safe=fix.is_safe) if len(found) == len(edits) else None


class RenderedChart(NamedTuple):
    """A copy of a chart, the values files that it was rendered with, and the result.

    ``raw`` is the output of ``helm template`` for the copy, and ``documents`` are those that have
    been loaded from it, all or some.
    """

    copy: ChartCopy
    values: Sequence[ValuesFile]
    raw: bytes
    documents: Sequence[Document]


def trace_chart(
    rendered: RenderedChart, asked: Sequence[Asked], render: Render, work: str
) -> HelmTracer:
    """Return a tracer for some fields of a chart's output.

    ``render`` renders a folder with the same options and values files, and further values files
    after them. ``work`` is a folder for temporary charts. Takes one render, and one or more where
    the values of fields are not obvious.
    """
    copy = rendered.copy
    charts = list(instances(copy.folder))
    documents = list(rendered_documents(rendered.raw, rendered.documents))
    wanted = {documents[number].rendered.template for number, _ in asked}
    twins = TwinRenderer(copy.folder, charts, wanted, work)
    numbers = {number for number, _ in asked}
    for is_reduced in (True, False):
        reader = FieldReader(documents, twins.marked(render, is_reduced=is_reduced))
        if reader.are_exact(numbers):
            break
    inner = {field: labels_in(documents[field[0]].document, field[1]) for field in asked}
    compared = {
        field: [
            field,
            *((field[0], each) for each in (*paths, *compared_fields(document, field[1]))),
        ]
        for field, paths in inner.items()
        for document in (documents[field[0]].document,)
    }
    fields = dict.fromkeys(field for each in compared.values() for field in each)
    places = {field: reader.places(*field) for field in fields}
    plain: list[str] = []

    def render_with(override: str) -> bytes:
        if not plain:
            plain.append(twins.plain(is_reduced=is_reduced))
        file = os.path.join(work, "override.yaml")
        with open(file, "w", encoding="utf-8") as stream:
            stream.write(override)
        return render(plain[0], (file,))

    merged = merged_values(copy, charts, rendered.values)
    finder = CauseFinder(documents, charts, merged, Perturbation(merged, render_with))
    causes = finder.causes(places)
    inside: dict[Asked, Causes] = {}
    for field, labels in inner.items():
        shown = documents[field[0]].document.value(field[1])
        if labels and field not in causes:
            causes[field], inside[field] = causes_of_labels(field, labels, causes)
        elif field in causes and merged.is_number_in_text(causes[field][0], shown):
            inside[field] = causes.pop(field)
    edited = EditedPlaces(charts, copy.sources, merged)
    origins: dict[Asked, Origin] = {}
    for field in inner:
        unset = finder.unset(field, places[field])
        cause = causes.get(field) or tuple(each for each in unset if each in merged.written)
        template = documents[field[0]].rendered.template
        found = edited.origin(template, places[field], cause, inside.get(field, ()))
        if found is not None:
            origins[field] = found._replace(unset=tuple(spell(each)[1:] for each in unset))

    def edited_at(number: int, edit: Edit) -> EditedValue | None:
        found = causes.get((number, edit.path), ())
        shown = documents[number].document.value(edit.path)
        return edited_value(merged, found[0], shown, edit) if len(found) == 1 else None

    changes: dict[Asked, Origin] = {}
    for field, each in compared.items():
        changed = changed_value(each, causes, merged)
        if changed is not None:
            template = documents[field[0]].rendered.template
            origin = edited.origin(template, places[changed[0]], (changed[1],), ())
            changes |= {} if origin is None else {field: origin}
    files = [edited.file(each.rendered.template) for each in documents]
    return HelmTracer(origins, changes, files, edited_at)
