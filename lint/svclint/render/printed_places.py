"""Places in objects of rendered texts that deploy other charts: where they are edited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice

from svclint.model import Location
from svclint.render.fields import AskedFields, Field
from svclint.render.fields_of_findings import FieldsOfFindings
from svclint.render.origins import Origin, Tracer
from svclint.render.roots import HELM, Root
from svclint.render.tracing import unproven
from svclint.source.block_scalars import block_lines, same_line_in_block, same_line_in_file

_MOST_LEVELS = 5


class PrintedPlaces:
    """Follows places in rendered texts to the files of the tree.

    ``fields`` are those of the texts, ``tracer_of`` returns the tracer of some fields of a text,
    given by its name, and ``lines_from`` the lines of a file or text from a place on.
    """

    def __init__(
        self,
        roots: Mapping[str, Root],
        fields: FieldsOfFindings,
        tracer_of: Callable[[str, AskedFields], Tracer],
        lines_from: Callable[[Location], Iterable[str]],
    ) -> None:
        self._roots, self._fields, self._tracer_of = roots, fields, tracer_of
        self._lines_from = lines_from
        self._known: dict[Location, Origin] = {}
        self._built: dict[str, Tracer] = {}

    def edited(self, origin: Origin) -> Origin:
        """Return an origin whose place is in a file, though an object in a text has it.

        The way there passes the template that prints the object, or its base.
        """
        for _ in range(_MOST_LEVELS):
            place = origin.location
            if place.file not in self._roots:
                break
            outer = self._outer(place)
            if origin.typed is not None and origin.typed.file not in self._roots:
                # The template decides, whatever the value is.
                outer = outer._replace(typed=origin.typed, substituted="")
            origin = outer._replace(
                key=outer.key or origin.key,
                through=tuple(dict.fromkeys((*outer.through, *origin.through))),
                is_proven=outer.is_proven and origin.is_proven,
            )
        way = dict.fromkeys(map(self._edited_place, origin.through))
        return origin._replace(through=tuple(each for each in way if each != origin.location))

    def _edited_place(self, place: Location) -> Location:
        for _ in range(_MOST_LEVELS):
            if place.file not in self._roots:
                break
            place = self._outer(place).location
        return place

    def _outer(self, place: Location) -> Origin:
        """Return the origin of what a text has at a place."""
        if place not in self._known:
            self._known[place] = self._origin(place)
        return self._known[place]

    def _origin(self, place: Location) -> Origin:
        field, root = self._fields.at(place), self._roots[place.file]
        found = None if field is None else self._tracer(place.file, field).origin(*field)
        if found is None:
            return unproven(root)
        return found._replace(location=self._in_block(found.location, place))

    def _tracer(self, name: str, field: Field) -> Tracer:
        if self._roots[name].tool == HELM:
            return self._tracer_of(name, {field: {""}})
        # What finds one field that kustomize has built finds all.
        if name not in self._built:
            self._built[name] = self._tracer_of(name, {field: {""}})
        return self._built[name]

    def _in_block(self, field: Location, place: Location) -> Location:
        """Return the place of a line of a block scalar, or of a file that became one."""
        number = self._fields.line_in_block(place)
        if not number:
            return field
        printed, is_file = next(iter(self._lines_from(place)), ""), field[1:] == (1, 1)
        lines = self._lines_from(field) if is_file else block_lines(self._lines_from(field))
        own = next(islice(lines, number - 1, None), "")
        # Flux has replaced what follows.
        if own.strip() and printed.strip().startswith(own.strip().partition("$")[0]):
            margin = _margin(own) - _margin(printed)
            line = field.line + number - (1 if is_file else 0)
            return field._replace(line=line, column=max(place.column + margin, 1))
        same_line = same_line_in_file if is_file else same_line_in_block
        return same_line(self._lines_from(field), field, printed, place.column)


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())
