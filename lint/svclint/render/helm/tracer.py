"""Trace fields of a rendered chart to the lines of templates and values that a person edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from svclint.model import Edit, Fix, Path, spell
from svclint.render.fields import AskedFields
from svclint.render.helm.call_arguments import CallArguments
from svclint.render.helm.causes import Asked, CauseFinder
from svclint.render.helm.changed_values import ChangedValue, changed_values, compared_fields
from svclint.render.helm.chart_copy import ChartCopy
from svclint.render.helm.chart_metadata import instances
from svclint.render.helm.compared_twins import ComparedTwins
from svclint.render.helm.edited_places import NAMES_OF_RELEASE, EditedPlaces
from svclint.render.helm.label_causes import causes_of_labels, labels_in
from svclint.render.helm.parts_of_texts import causes_of_part, causes_of_parts
from svclint.render.helm.perturbation import Causes, Perturbation
from svclint.render.helm.rendered_documents import rendered_documents
from svclint.render.helm.twin import Render, TwinRenderer
from svclint.render.helm.values_fixes import EditedValue, edited_value, values_fix
from svclint.render.helm.written_values import ValuesFile, merged_values
from svclint.render.named_in_field import Named
from svclint.render.origins import LABEL_FIELDS, Origin
from svclint.source import Document

_NAME = ("metadata", "name")


class HelmTracer:
    """Where the fields of one rendered chart come from: by document and path."""

    def __init__(
        self,
        origins: Mapping[Asked, Origin],
        changes: Mapping[Asked, Sequence[tuple[ChangedValue, Origin]]],
        files: Sequence[Origin | None],
        edits: Callable[[int, Edit], EditedValue | None],
        parts: Callable[[Asked, str], Origin | None],
    ) -> None:
        self._origins, self._files, self._edits = origins, files, edits
        self._changes, self._parts = changes, parts

    def origin(self, document: int, path: Path, part: str = "") -> Origin | None:
        """Return where a field comes from; only the template's file for one not asked for.

        ``None`` for a document that no template of the chart prints.
        """
        of_part = self._parts((document, path), part) if part else None
        return of_part or self._origins.get((document, path)) or self._files[document]

    def change(self, document: int, path: Path, named: Named | None = None) -> Origin | None:
        """Return the value that makes a field, or one inside of it, differ from the defaults."""
        changes = self._changes.get((document, path), ())
        return next((origin for each, origin in changes if each.takes_away(named)), None)

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
    places = twins.places(documents, dict.fromkeys(each for own in fields.values() for each in own))
    perturbation = Perturbation(values, twins.render_values)
    finder = CauseFinder(documents, charts, values, perturbation)
    causes = finder.causes(places)
    shown_parts = causes_of_parts(documents, asked, perturbation)
    joined, inside = dict(causes), dict[Asked, Causes]()
    for field in fields:
        document = documents[field[0]].document
        labels = labels_in(document, field[1])
        if labels and field not in causes:
            causes[field], inside[field] = causes_of_labels(field, labels, causes)
        elif field in causes and values.is_number_in_text(
            causes[field][0], document.value(field[1])
        ):
            inside[field] = causes.pop(field)
    unknown = {field: places[field] for field in fields if not causes.get(field)}
    callers = CallArguments(documents, twins.render_codes).callers(unknown)
    names = Counter(own[0] for field, own in causes.items() if own and field[1] == _NAME)
    origins: dict[Asked, Origin] = {}
    changes: dict[Asked, list[tuple[ChangedValue, Origin]]] = {}
    for field, own in fields.items():
        unset = finder.unset(field, places[field])
        unset = unset or finder.unset_around(field, places[field], rendered.copy.folder)
        cause = causes.get(field) or tuple(each for each in unset if each in values.written)
        template = documents[field[0]].rendered.template
        at = places[field]
        if field in callers:
            at = at._replace(written=callers[field], called=None)
        own_cause, on_way = _edited(field, cause, inside.get(field, ()))
        others = names[own_cause[0]] - (1 if field[1] == _NAME else 0) if own_cause else 0
        found = edited.origin(template, at, own_cause, on_way, names_others=others > 0)
        if found is not None:
            origins[field] = found._replace(unset=tuple(spell(each)[1:] for each in unset))
        changed = changed_values(
            own, causes, values, lambda at: documents[at[0]].document.value(at[1])
        )
        made = (edited.origin(template, places[each.field], (each.cause,), ()) for each in changed)
        changes[field] = [
            (each, origin) for each, origin in zip(changed, made, strict=True) if origin is not None
        ]

    def edited_at(number: int, edit: Edit) -> EditedValue | None:
        found = causes.get((number, edit.path), ())
        shown = documents[number].document.value(edit.path)
        return edited_value(values, found[0], shown, edit) if len(found) == 1 else None

    def origin_of_part(field: Asked, part: str) -> Origin | None:
        own, others = causes_of_part(joined.get(field, ()), part, values)
        shown = shown_parts.get((field, part), ())
        own = tuple(dict.fromkeys((*shown, *own, *(others if shown else ()))))
        at = places.get(field)
        if at is None or not (own or others):
            return None
        return edited.origin(documents[field[0]].rendered.template, at, own, others)

    files = [edited.file(each.rendered.template) for each in documents]
    return HelmTracer(origins, changes, files, edited_at, origin_of_part)


def _edited(field: Asked, causes: Causes, inside: Causes) -> tuple[Causes, Causes]:
    """Return the values to edit for a field, and those that are only on the way.

    The name of a chart is part of the names of all its objects: nobody changes it for the sake of
    a reference to one of them.
    """
    is_reference = field[1][:1] != ("metadata",) and LABEL_FIELDS.isdisjoint(field[1])
    if is_reference and any(each[-1] in NAMES_OF_RELEASE for each in causes[:1]):
        return (), (*causes, *inside)
    return causes, inside


def _fields(document: Document, number: int, path: Path) -> list[Asked]:
    """Return a field, and those in it that show which values it comes from."""
    paths = path, *labels_in(document, path), *compared_fields(document, path)
    return [(number, each) for each in paths]
