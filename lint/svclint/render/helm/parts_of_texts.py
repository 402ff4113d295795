"""The value that a part of a text comes from, such as the port of a URL of several values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from svclint.render.fields import EARLIER_KEY, AskedFields, Field
from svclint.render.helm.named_values import spelled
from svclint.render.helm.perturbation import Causes, Perturbation, pattern_of
from svclint.render.helm.rendered_documents import RenderedDocument
from svclint.render.helm.written_values import Values


def causes_of_parts(
    documents: Sequence[RenderedDocument], asked: AskedFields, perturbation: Perturbation
) -> dict[tuple[Field, str], Causes]:
    """Return the values that contain parts of texts, by the fields that show another part then."""
    by_part: dict[str, list[Field]] = defaultdict(list)
    for field, parts in asked.items():
        for part in (each for each in parts if _is_text(each)):
            by_part[part].append(field)
    found: dict[tuple[Field, str], Causes] = {}
    for part, fields in by_part.items():
        own = {(documents[field[0]].identity, field[1]): field for field in fields}
        for each, causes in perturbation.causes_of_part(part, own).items():
            found[own[each], part] = causes
    return found


def _is_text(part: str) -> bool:
    return bool(part) and part != EARLIER_KEY and not is_character(part)


def is_character(part: str) -> bool:
    """Return whether a part is a character that is wrong wherever it stands: no digit is."""
    return len(part) == 1 and not part.isdigit()


def causes_of_part(causes: Causes, part: str, values: Values) -> tuple[Causes, Causes]:
    """Return the values of a text with the one that contains a part first, and those beside it.

    A number that no value contains is written in the template, or computed there: then all values
    are beside it. So is a character. A name may be joined from several values, and then nothing is
    returned.
    """
    pattern = pattern_of(part)
    found = [
        each
        for each in causes
        if each in values.written and pattern.search(spelled(values.written[each].value))
    ]
    if found:
        return (found[0], *(each for each in causes if each != found[0])), ()
    return ((), causes) if part.isdigit() or is_character(part) else ((), ())
