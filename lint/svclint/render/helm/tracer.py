"""Trace fields of a rendered chart to the lines of templates and values that a person edits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from svclint.model import Fix, Path
from svclint.render.fields import AskedFields
from svclint.render.helm.call_arguments import CallArguments
from svclint.render.helm.causes import Asked, CauseFinder
from svclint.render.helm.changed_values import ChangedValue, compared_fields
from svclint.render.helm.chart_copy import ChartCopy
from svclint.render.helm.chart_metadata import instances
from svclint.render.helm.compared_twins import ComparedTwins
from svclint.render.helm.edited_places import EditedPlaces
from svclint.render.helm.field_origins import NAME, FieldOrigins, causes_of_fields
from svclint.render.helm.label_causes import labels_in
from svclint.render.helm.merged_values import merged_values
from svclint.render.helm.parts_of_texts import causes_of_parts
from svclint.render.helm.perturbation import Causes, Perturbation
from svclint.render.helm.rendered_documents import RenderedDocument, rendered_documents
from svclint.render.helm.twin import Render, TwinRenderer
from svclint.render.helm.values_fixes import values_fix
from svclint.render.helm.written_texts import WrittenTexts
from svclint.render.helm.written_values import ValuesFile
from svclint.render.named_in_field import Named
from svclint.render.origins import Origin, Relabelling
from svclint.source import Document


class HelmTracer:
    """Where the fields of one rendered chart come from: by document and path."""

    def __init__(
        self,
        fields: FieldOrigins,
        origins: Mapping[Asked, Origin | None],
        changes: Mapping[Asked, Sequence[tuple[ChangedValue, Origin]]],
        parts: Mapping[tuple[Asked, str], Causes],
    ) -> None:
        self._fields, self._files = fields, fields.files()
        self._origins, self._changes, self._parts = origins, changes, parts

    def origin(self, document: int, path: Path, part: str = "") -> Origin | None:
        """Return where a field comes from; only the template's file for one not asked for.

        ``None`` for a document that no template of the chart prints.
        """
        field, of_part = (document, path), None
        if part:
            of_part = self._fields.part(field, part, self._parts.get((field, part), ()))
        return of_part or self._origins.get(field) or self._files[document]

    def change(self, document: int, path: Path, named: Named | None = None) -> Origin | None:
        """Return the value that makes a field, or one inside of it, differ from the defaults."""
        changes = self._changes.get((document, path), ())
        return next((origin for each, origin in changes if each.takes_away(named, path)), None)

    def relabelling(self, _documents: Collection[int]) -> Relabelling | None:
        """Return ``None``: Helm adds no labels to selectors."""
        return None

    def fix(self, document: int, fix: Fix) -> tuple[str, Fix] | None:
        """Return the file of values and the fix in it that correct what a fix of the output does.

        ``None`` unless each edit replaces a value that is proven to be written in one file, once.
        The paths of the edits are among the fields that were asked for.
        """
        edits = [self._fields.edit(document, edit) for edit in fix.edits]
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
    rendered: RenderedChart, asked: AskedFields, render: Render, work: str
) -> HelmTracer:
    """Return a tracer for some fields of a chart's output, and for parts of their values.

    ``render`` renders a folder with the same options and values files, and further values files
    after them. ``work`` is a folder for temporary charts. Takes one render, and one or more where
    the values of fields are not obvious.
    """
    charts = list(instances(rendered.copy.folder))
    values = merged_values(rendered.copy, charts, rendered.values)
    edited = EditedPlaces(charts, rendered.copy.sources, values)
    documents = list(rendered_documents(rendered.raw, rendered.documents))
    wanted = {documents[number].rendered.template for number, _ in asked}
    twins = ComparedTwins(TwinRenderer(rendered.copy.folder, charts, wanted, work), render, work)
    fields = {field: _fields(documents[field[0]].document, *field) for field in asked}
    traced = dict.fromkeys(each for own in fields.values() for each in own)
    # A value that names the object, too, is right in a field that refers to another one.
    traced |= dict.fromkeys((each[0], NAME) for each in fields if _contains_name(documents, each))
    in_templates = twins.places(documents, traced, asked)
    places = dict(in_templates.of_fields)
    perturbation = Perturbation(values, twins.render_values)
    finder = CauseFinder(documents, charts, values, perturbation)
    shown = finder.causes(places)
    unknown = {
        field: places[field]
        for field in fields
        if field not in shown and not finder.unset(field, places[field])
    }
    written = WrittenTexts(documents, values, twins.texts)
    shown |= written.in_values(unknown, perturbation.render)
    unknown = {field: at for field, at in unknown.items() if field not in shown}
    places |= written.in_templates(unknown, twins.render_texts)
    causes = causes_of_fields(fields, shown, documents, values)
    parts = causes_of_parts(documents, asked, perturbation)
    unknown = {field: places[field] for field in fields if not causes.edited.get(field)}
    callers = CallArguments(documents, twins.render_codes).callers(unknown)
    in_templates = in_templates._replace(of_fields=places)
    found = FieldOrigins(documents, in_templates, causes, values, edited)
    origins = {
        field: found.origin(
            field,
            finder.unset(field, places[field])
            or finder.unset_around(field, places[field], rendered.copy.folder),
            callers.get(field),
        )
        for field in fields
    }
    changes = {field: found.changes(field, own) for field, own in fields.items()}
    return HelmTracer(found, origins, changes, parts)


def _contains_name(documents: Sequence[RenderedDocument], field: Asked) -> bool:
    """Return whether the text of a field contains the name of its object."""
    document = documents[field[0]].document
    name, value = document.object_name.name, document.value(field[1])
    return bool(name) and isinstance(value, str) and name in value


def _fields(document: Document, number: int, path: Path) -> list[Asked]:
    """Return a field, and those in it that show which values it comes from."""
    paths = path, *labels_in(document, path), *compared_fields(document, path)
    return [(number, each) for each in paths]
