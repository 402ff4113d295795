"""Find the place in a template that makes a value a string, or a number, whatever it was before."""

from __future__ import annotations

import re
from typing import Any

from svclint.render.helm.field_places import FieldPlaces

_QUOTES = re.compile(r"\bs?quote\b|%q")
_AS_IT_IS = re.compile(r"\bto(?:Pretty|Raw)?(?:Yaml|Json)\b")
_NOT_A_STRING = re.compile(r"[-+]?[0-9]+|true|false")


def typed_at(field: FieldPlaces, shown: Any) -> int | None:
    """Return the index of the place that decides the type of a value, the text of which is right.

    It is the action or text that quotes what would be a number or boolean without quotes, or the
    action that does not quote what is one. ``None`` if the value itself has the type.
    """
    if not field.codes or any(map(_AS_IT_IS.search, field.codes)):
        return None
    is_text = isinstance(shown, str)
    if is_text and not _NOT_A_STRING.fullmatch(shown):
        return None
    if not is_text:
        return 0 if isinstance(shown, bool | int | float) else None
    quoting = (index for index, place in enumerate(field.places) if _QUOTES.search(place.code))
    # The value begins with the quotes of a text.
    return next(quoting, None if field.places[0].code else 0)
