"""Choose the place that a person edits: a value, a template, or the dependency on an archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from svclint.model import Location, Path, spell
from svclint.render.helm.chart_copy import Source
from svclint.render.helm.chart_fields import place_in_chart_file
from svclint.render.helm.chart_metadata import Instance
from svclint.render.helm.dependency_entries import dependency_entry
from svclint.render.helm.field_places import FieldPlaces
from svclint.render.helm.marks import Place
from svclint.render.helm.named_values import spelled
from svclint.render.helm.perturbation import Causes
from svclint.render.helm.read_files import place_in_read_file
from svclint.render.helm.twin import chart_of, template_file
from svclint.render.helm.written_values import Values
from svclint.render.origins import Origin

# Values that name all objects of a release, so that none of them is wrong for one reference.
NAMES_OF_RELEASE = frozenset(("fullnameOverride", "nameOverride"))


class EditedPlaces:
    """The places that a person edits for the fields of one rendered chart.

    ``charts`` are the chart and those inside of it, and ``sources`` the files of its copy.
    """

    def __init__(
        self, charts: Sequence[Instance], sources: Mapping[str, Source], values: Values
    ) -> None:
        self._charts, self._sources, self._values = charts, sources, values

    def file(self, template: str) -> Origin | None:
        """Return the file of a template, by its name for Helm; ``None`` for no such file."""
        chart = chart_of(self._charts, template)
        source = self._sources.get(template_file(self._charts, template))
        if source is None or chart is None:
            return None
        if source.is_packed:
            return self._dependency(chart, (Location(source.shown, 1, 1),))
        return Origin(Location(source.file, 1, 1), is_proven=False)

    def origin(
        self,
        template: str,
        field: FieldPlaces,
        causes: Causes,
        inside: Causes,
        *,
        names_others: bool = False,
    ) -> Origin | None:
        """Return the place to edit: the value that causes a field, else the innermost template.

        A value that ``names_others``, too, is right for each of them: a reference is written in
        the template.

        The others of several ``causes``, and the values ``inside`` of a collection, are on the
        way. Nobody edits an archive: the chart that depends on it has values for it.
        """
        chart = chart_of(self._charts, template)
        if not field.places or chart is None:
            return None
        beside = [
            place.location
            for each in (*causes[1:], *inside)
            if (place := self._values.place(each)) is not None and place.is_exact
        ]
        found = [(self._sources[place.file], place) for place in field.places]
        through = [Location(source.shown, place.line, place.column) for source, place in found]
        place = self._values.place(causes[0]) if causes else None
        if place is not None and place.packed_at is not None:
            way = _distinct([place.location, *beside, *through])
            return self._dependency(self._chart_with(place.packed_at), way, causes[0])
        called = None
        if field.called is not None and not found[field.called][0].is_packed:
            called = through[field.called]
        if place is not None:
            way = _distinct([*beside, *through])
            if names_others and called is None and not found[field.written][0].is_packed:
                called = through[field.written]
            called = called if names_others or causes[0][-1] in NAMES_OF_RELEASE else None
            return Origin(place.location, place.key, way, place.is_exact, called=called)
        in_file = place_in_read_file(field.places[0].code, field.line, chart, self._sources)
        if in_file is not None and not causes:
            return Origin(in_file, "", _distinct([*beside, *through]))
        order = [field.written, *range(len(found))]
        editable = [index for index in order if not found[index][0].is_packed]
        if not editable:
            way = _distinct([through[field.written], *beside, *through])
            return self._dependency(chart, way)
        first = through[editable[0]]
        way = _distinct([first, *beside, *(each for each in through if each != first)])[1:]
        key = f"--set {_setting(causes[0], self._values)}" if causes else ""
        return Origin(first, key, way, called=called)

    def in_chart_file(self, template: str, field: FieldPlaces, shown: Any) -> Origin | None:
        """Return the place of the field of ``Chart.yaml`` that a field is."""
        chart = chart_of(self._charts, template)
        if chart is None or not field.places:
            return None
        found = place_in_chart_file(field.places[0].code, shown, chart, self._sources)
        return None if found is None else Origin(found[0], found[1])

    def location(self, place: Place) -> Location | None:
        """Return the place in the file that a person edits; ``None`` for one in an archive."""
        source = self._sources[place.file]
        return None if source.is_packed else Location(source.shown, place.line, place.column)

    def _chart_with(self, prefix: Path) -> Instance:
        """Return the chart whose values have a prefix in those of the outermost one."""
        return next(chart for chart in self._charts if chart.prefix == prefix)

    def _dependency(self, chart: Instance, way: tuple[Location, ...], cause: Path = ()) -> Origin:
        """Return the place of the dependency on a packed chart: its values are written beside it.

        ``cause`` is the value to write.
        """
        outer, entry, is_exact = dependency_entry(chart, self._charts, self._sources)
        key = spell(cause[len(outer.prefix) :])[1:]
        return Origin(entry, key, way, is_exact)


def _setting(cause: Path, values: Values) -> str:
    """Return a value of the command line as it is written there, if it is a scalar."""
    written = values.written.get(cause)
    return spell(cause)[1:] + (f"={spelled(written.value)}" if written else "")


def _distinct(locations: Sequence[Location]) -> tuple[Location, ...]:
    """Return locations without those of the same line as one before."""
    lines = {(location.file, location.line): location for location in reversed(locations)}
    return tuple(location for location in locations if lines[location[:2]] is location)
