"""The value that a part of a text comes from, such as the port of a URL of several values."""

from __future__ import annotations

import re

from svclint.render.helm.named_values import spelled
from svclint.render.helm.perturbation import Causes
from svclint.render.helm.written_values import Values


def causes_of_part(causes: Causes, part: str, values: Values) -> tuple[Causes, Causes]:
    """Return the values of a text with the one that contains a part first, and those beside it.

    A number that no value contains is written in the template, or computed there: then all values
    are beside it. A name may be joined from several values, and then nothing is returned.
    """
    pattern = re.compile(rf"(?<![0-9]){part}(?![0-9])" if part.isdigit() else re.escape(part))
    found = [
        each
        for each in causes
        if each in values.written and pattern.search(spelled(values.written[each].value))
    ]
    if found:
        return (found[0], *(each for each in causes if each != found[0])), ()
    return ((), causes) if part.isdigit() else ((), ())
