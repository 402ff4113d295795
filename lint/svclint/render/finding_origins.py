"""Find where a person edits what findings in rendered objects are about."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from svclint.model import Finding, Location, path_of
from svclint.render.fields import EARLIER_KEY
from svclint.render.fields_of_findings import REFERENCES, FieldsOfFindings
from svclint.render.helm.repeated_keys import AT_KEY
from svclint.render.helm.shared_values import (
    at_one_field,
    at_own_call,
    at_own_template,
    at_template,
)
from svclint.render.named_in_field import Named
from svclint.render.origins import Origin, Relabelling, Tracer
from svclint.render.printed_places import PrintedPlaces
from svclint.render.roots import HELM, Root
from svclint.render.tracing import unproven

# The group of the rules about values that are wrong alone.
_VALIDITY = "validity"


class EditedPlace(NamedTuple):
    """The place to edit; ``half`` is the field of a finding that stands at a change elsewhere.

    ``relabelling`` is set where labels of a kustomization cause the fault. ``other_key`` is where
    a key that is written twice stands as well.
    """

    origin: Origin
    half: Location | None = None
    relabelling: Relabelling | None = None
    other_key: Location | None = None


class FindingOrigins:
    """Finds the origins of findings with the tracers of a run, which may be made later.

    ``lines_from`` returns the lines of a file from a place on, and ``printed`` follows places in
    objects that a chart prints.
    """

    def __init__(
        self,
        roots: Mapping[str, Root],
        fields: FieldsOfFindings,
        tracers: Mapping[str, Tracer],
        lines_from: Callable[[Location], Iterable[str]],
        printed: PrintedPlaces,
    ) -> None:
        self._roots, self._fields, self._tracers = roots, fields, tracers
        self._lines_from, self._printed = lines_from, printed

    def at(self, location: Location, field: str = "", part: str = "") -> Origin:
        """Return the origin of the field at a place in a rendered text."""
        at, root = self._fields.at(location, field), self._roots[location.file]
        found = None if at is None else self._tracers[location.file].origin(*at, part)
        return self._printed.edited(found or unproven(root))

    def of(self, finding: Finding, mentioned: Iterable[Location] = ()) -> EditedPlace:
        """Return the place to edit: of the halves of a fault, that which a patch or value changes.

        A change of what the field names: otherwise, the fault is that of the base, whose other
        half is no better. The other half, which fits what it was written for, is on the way, and
        returned as well: the remedy is about it. ``mentioned`` are the places in the message.
        """
        relabelling = self._relabelling(finding)
        if relabelling is not None:
            return _beside(relabelling.origin, self._own(finding, ()))._replace(
                half=None, relabelling=relabelling
            )
        origin = own = self._own(finding, mentioned)
        removal = self._removal(finding)
        if removal is not None:
            return _beside(removal, origin)._replace(half=None)
        name = finding.location.file
        is_changed = self._change(finding.location, finding.field) is not None
        edited_at = finding.edited_at if self._roots[name].tool == HELM else ""
        if edited_at == "template":
            origin = at_template(origin, finding.field.rpartition(".")[2])
        elif edited_at in AT_KEY and not is_changed:
            origin = AT_KEY[edited_at](origin, self._fields.of(finding), self._lines_from)
        if edited_at == "key":
            return self._repeated_key(origin, own, finding)
        others = self._fields.right_in_others(finding)
        origin = at_own_template(origin, (self._tracers[name].origin(*each) for each in others))
        change = None if is_changed else self._change_of_other_half(finding)
        return EditedPlace(origin) if change is None else _beside(change, origin)

    def _repeated_key(self, chosen: Origin, last: Origin, finding: Finding) -> EditedPlace:
        """Return the place of a key, and of the other one: not that in a shared template, if any.

        ``last`` is the origin of the last value, which may be in another file than its key.
        """
        before = self.at(finding.location, finding.field, EARLIER_KEY)
        if not before.is_proven or before.location == last.location:
            return EditedPlace(chosen)
        others = (each for each in (before, last) if each.location[:2] != chosen.location[:2])
        other = next(others, None)
        if other is None:
            return EditedPlace(chosen)
        if _is_shared(chosen.location) and not _is_shared(other.location):
            chosen, other = other, chosen
        return EditedPlace(chosen, other_key=other.location)

    def _own(self, finding: Finding, mentioned: Iterable[Location]) -> Origin:
        """Return the origin of the field itself."""
        origin = self.at(finding.location, finding.field, finding.part)
        if finding.group == REFERENCES or finding.edited_at == "call":
            # The template may be right, and the wrong one for this field.
            origin = origin.at_call
        if finding.edited_at == "call":
            origin = at_own_call(origin, (self.at(each).at_call for each in mentioned))
        if finding.edited_at == "apart" and self._roots[finding.location.file].tool == HELM:
            related = (each for each in finding.related if each.file in self._roots)
            origin = at_one_field(origin, map(self.at, related))
        is_type = finding.edited_at == "type" and not origin.substituted
        if finding.edited_at == "quotes" or is_type:
            origin = origin.at_type
        return origin.at_affix if finding.group == _VALIDITY else origin

    def _change_of_other_half(self, finding: Finding) -> Origin | None:
        named = self._fields.named_in(finding) if finding.related else None
        found = (
            self._change(each, named=named) for each in finding.related if each.file in self._roots
        )
        return next((each for each in found if each is not None), None)

    def _change(
        self, location: Location, field: str = "", named: Named | None = None
    ) -> Origin | None:
        at = self._fields.at(location, field)
        found = None if at is None else self._tracers[location.file].change(*at, named)
        return None if found is None else self._printed.edited(found)

    def _removal(self, finding: Finding) -> Origin | None:
        """Return what has removed the field, or all items of it; ``None`` if it is there."""
        at = self._fields.of(finding)
        if at is None:
            return None
        number, path = at[0], path_of(finding.field)
        if self._fields.value(finding, path):
            return None
        found = self._tracers[finding.location.file].change(number, path, None)
        return None if found is None else self._printed.edited(found)

    def _relabelling(self, finding: Finding) -> Relabelling | None:
        """Return the labels of a kustomization that let a selector match other pods."""
        if finding.group != REFERENCES:
            return None
        name = finding.location.file
        places = [(finding.location, finding.field), *((each, "") for each in finding.related)]
        found = [self._fields.at(*each) for each in places if each[0].file == name]
        numbers = {each[0] for each in found if each is not None}
        return self._tracers[name].relabelling(numbers) if numbers else None


def _is_shared(place: Location) -> bool:
    """Return whether a file contains named templates, which several objects may use."""
    return os.path.basename(place.file).startswith("_")


def _beside(change: Origin, own: Origin) -> EditedPlace:
    """Return the place of a change, with the field that it makes wrong on the way."""
    way = (*change.through, own.location, *own.through)
    found = change._replace(through=tuple(dict.fromkeys(way)))
    return EditedPlace(found, own.location)
