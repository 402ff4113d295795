"""Places in objects that a chart prints, and that deploy other charts: where they are edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from svclint.model import Location
from svclint.render.fields import AskedFields, Field
from svclint.render.origins import Origin, Tracer
from svclint.render.roots import Root
from svclint.render.tracing import unproven

_MOST_LEVELS = 5


class PrintedPlaces:
    """Follows places in rendered texts to the files of the tree.

    ``field_at`` returns the field at a place in a text, and ``tracer_of`` the tracer of some
    fields of a text, given by its name.
    """

    def __init__(
        self,
        roots: Mapping[str, Root],
        field_at: Callable[[Location], Field | None],
        tracer_of: Callable[[str, AskedFields], Tracer],
    ) -> None:
        self._roots, self._field_at, self._tracer_of = roots, field_at, tracer_of
        self._known: dict[Location, Origin] = {}

    def edited(self, origin: Origin) -> Origin:
        """Return an origin whose place is in a file, though an Application of a chart has it.

        The way there passes the template that prints the Application.
        """
        for _ in range(_MOST_LEVELS):
            place = origin.location
            if place.file not in self._roots:
                break
            if place not in self._known:
                self._known[place] = self._origin(place)
            outer = self._known[place]
            way = tuple(each for each in origin.through if each.file not in self._roots)
            origin = outer._replace(
                through=(*outer.through, *way), is_proven=outer.is_proven and origin.is_proven
            )
        return origin

    def _origin(self, place: Location) -> Origin:
        field, root = self._field_at(place), self._roots[place.file]
        found = None if field is None else self._tracer_of(place.file, {field: {""}}).origin(*field)
        return found or unproven(root)
