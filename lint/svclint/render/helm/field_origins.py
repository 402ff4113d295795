"""Turn the places and causes of fields of a rendered chart into the places that a person edits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from svclint.model import Edit, Path, spell
from svclint.render.helm.causes import Asked
from svclint.render.helm.changed_values import ChangedValue, changed_values
from svclint.render.helm.edited_places import NAMES_OF_RELEASE, EditedPlaces
from svclint.render.helm.field_places import TracedPlaces
from svclint.render.helm.label_causes import causes_of_labels, labels_in
from svclint.render.helm.named_values import spelled
from svclint.render.helm.parts_of_texts import causes_of_part, is_character
from svclint.render.helm.perturbation import Causes
from svclint.render.helm.rendered_documents import RenderedDocument
from svclint.render.helm.typed_places import typed_at
from svclint.render.helm.values_fixes import EditedValue, edited_value
from svclint.render.helm.written_values import Values
from svclint.render.origins import LABEL_FIELDS, Origin

NAME = ("metadata", "name")
# Actions that print texts from elsewhere.
_TEXTS = re.compile(r"\b(?:tpl|to(?:Raw|Pretty)?(?:Yaml|Json|Toml)|Files)\b")


class FieldCauses(NamedTuple):
    """The values that fields show: ``joined`` are all of them.

    ``edited`` are those to edit for the field as a whole, and ``inside`` those on the way to it.
    """

    joined: Mapping[Asked, Causes]
    edited: Mapping[Asked, Causes]
    inside: Mapping[Asked, Causes]


def causes_of_fields(
    fields: Iterable[Asked],
    shown: Mapping[Asked, Causes],
    documents: Sequence[RenderedDocument],
    values: Values,
) -> FieldCauses:
    """Return the values to edit for fields, given the values that they and their labels show."""
    edited, inside = dict(shown), dict[Asked, Causes]()
    for field in fields:
        number, path = field
        document = documents[number].document
        labels = labels_in(document, path)
        if labels and field not in edited:
            edited[field], inside[field] = causes_of_labels(field, labels, edited)
        elif field in edited and values.is_number_in_text(edited[field][0], document.value(path)):
            inside[field] = edited.pop(field)
    return FieldCauses(shown, edited, inside)


class FieldOrigins:
    """Where the fields of a rendered chart are edited: by document and path.

    ``places`` are those in the templates.
    """

    def __init__(
        self,
        documents: Sequence[RenderedDocument],
        places: TracedPlaces,
        causes: FieldCauses,
        values: Values,
        edited: EditedPlaces,
    ) -> None:
        self._documents, self._causes = documents, causes
        self._places, self._parts = places.of_fields, places.of_parts
        self._values, self._edited = values, edited
        named = (own[0] for field, own in causes.edited.items() if own and field[1] == NAME)
        self._names = Counter(named)

    def origin(self, field: Asked, unset: Sequence[Path], caller: int | None) -> Origin | None:
        """Return where a field is edited; ``None`` if no template is known to print it.

        ``unset`` are the empty values that it names, and ``caller`` is the index of the place of
        the call whose argument it shows.
        """
        values = self._values
        empty = tuple(each for each in unset if each in values.written or each in values.empty)
        inside = self._causes.inside.get(field, ())
        joined = self._causes.edited.get(field, ())
        causes, on_way = _without_names(field, joined or empty, inside)
        is_certain = len(joined) < 2 or not causes or self._is_certain(joined, field)
        if not is_certain:
            causes, on_way = (), (*causes, *on_way)
        at = self._places[field]
        if caller is not None:
            at = at._replace(written=caller, called=None)
        others = self._names[causes[0]] - (1 if field[1] == NAME else 0) if causes else 0
        template = self._template(field)
        found = self._edited.origin(template, at, causes, on_way, names_others=others > 0)
        if found is None:
            return None
        in_chart = self._edited.in_chart_file(template, at, self._value(field))
        if in_chart is not None and not causes:
            found = in_chart._replace(through=(found.location, *found.through))
        index = typed_at(at, self._value(field))
        typed = None if index is None else self._edited.location(at.places[index])
        return found._replace(
            unset=tuple(spell(each)[1:] for each in unset),
            is_emptied=any(map(values.is_emptied, unset)),
            typed=typed,
            joined=() if is_certain else tuple(spell(each)[1:] for each in joined),
        )

    def _is_certain(self, joined: Causes, field: Asked) -> bool:
        """Return whether the first of several values in a text must be the one that is wrong.

        It is all of the text, or a template that prints the others, or the only one that is not
        the chart's default.
        """
        written = self._values.written.get(joined[0])
        first = "" if written is None else spelled(written.value)
        changed = [each for each in joined if self._values.is_changed(each)]
        return "{{" in first or first == spelled(self._value(field)) or changed == [joined[0]]

    def changes(self, field: Asked, fields: Sequence[Asked]) -> list[tuple[ChangedValue, Origin]]:
        """Return the values that are no defaults of a field and those inside, and their places."""
        template = self._template(field)
        made = (
            (each, self._edited.origin(template, self._places[each.field], (each.cause,), ()))
            for each in changed_values(fields, self._causes.edited, self._values, self._value)
        )
        return [(each, origin) for each, origin in made if origin is not None]

    def edit(self, document: int, edit: Edit) -> EditedValue | None:
        """Return the proven edit of a value that has the effect of one of the output."""
        found = self._causes.edited.get((document, edit.path), ())
        shown = self._value((document, edit.path))
        return edited_value(self._values, found[0], shown, edit) if len(found) == 1 else None

    def part(self, field: Asked, part: str, shown: Causes) -> Origin | None:
        """Return where a part of a text is edited; ``shown`` are values that change it."""
        joined = self._causes.joined.get(field, ())
        written = self._parts.get((field, part))
        if written is not None and not written.codes:
            # The template writes it, whatever values contain it as well.
            return self._edited.origin(self._template(field), written, (), ())
        own, others = causes_of_part(joined, part, self._values)
        is_key = len(joined) == 1 and joined[0][-1] == self._value(field)
        if is_character(part) and (is_key or len(joined) == len(own) == 1):
            # No other value is in the field.
            return None
        own = tuple(dict.fromkeys((*shown, *own, *(others if shown else ()))))
        at = written or self._places.get(field)
        is_in_text = written is not None and not any(map(_TEXTS.search, written.codes))
        if at is None or not (own or others or is_in_text):
            return None
        return self._edited.origin(self._template(field), at, own, others)

    def files(self) -> list[Origin | None]:
        """Return the files of the templates of all documents."""
        return [self._edited.file(each.rendered.template) for each in self._documents]

    def _template(self, field: Asked) -> str:
        return self._documents[field[0]].rendered.template

    def _value(self, field: Asked) -> object:
        return self._documents[field[0]].document.value(field[1])


def _without_names(field: Asked, causes: Causes, inside: Causes) -> tuple[Causes, Causes]:
    """Return the values to edit for a field, and those that are only on the way.

    The name of a chart is part of the names of all its objects: nobody changes it for the sake of
    a reference to one of them.
    """
    is_reference = field[1][:1] != ("metadata",) and LABEL_FIELDS.isdisjoint(field[1])
    if is_reference and any(each[-1] in NAMES_OF_RELEASE for each in causes[:1]):
        return (), (*causes, *inside)
    return causes, inside
