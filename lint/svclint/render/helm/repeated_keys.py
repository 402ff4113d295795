"""Keys that a template writes itself: wrong ones, and those that it prints from values as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from svclint.model import Location
from svclint.render.fields import Field
from svclint.render.helm.shared_values import at_template
from svclint.render.origins import Origin

# Lines that are not keys of a mapping, however they are indented.
_BETWEEN = re.compile(r"[ \t]*(?:\{\{|#|$)")


def at_repeated_key(
    origin: Origin, field: Field | None, lines_from: Callable[[Location], Iterable[str]]
) -> Origin:
    """Return the place of a repeated key in the template: the line that writes it, if there is one.

    ``lines_from`` returns the lines of a file from a place on.
    """
    found = at_template(origin)
    if found is origin or field is None:
        return found
    lines, at = list(lines_from(found.location._replace(line=1))), found.location.line
    key = re.compile(rf"[ ]*['\"]?{re.escape(str(field[1][-1]))}['\"]?:")
    numbers = [
        number
        for number, line in enumerate(lines, 1)
        if key.match(line) and _is_same_mapping(lines, number, at)
    ]
    if len(numbers) != 1 or numbers[0] == at:
        return found
    column = _indentation(lines[numbers[0] - 1]) + 1
    place = found.location._replace(line=numbers[0], column=column)
    return Origin(place, "", (found.location, *found.through))


def at_own_key(
    origin: Origin, field: Field | None, lines_from: Callable[[Location], Iterable[str]]
) -> Origin:
    """Return the place of a wrong key in the template that writes it, even if a value follows it.

    ``lines_from`` returns the lines of a file from a place on.
    """
    found = at_template(origin)
    # Where an empty value makes a list empty, the key is right.
    if found is origin or field is None or origin.unset:
        return origin
    line = next(iter(lines_from(found.location)), "")
    key = re.match(rf"[ ]*(?:-[ ]+)*['\"]?{re.escape(str(field[1][-1]))}['\"]?:", line)
    if key is None:
        return origin
    return found._replace(location=found.location._replace(column=_indentation(line) + 1))


# By where a person edits a fault of a key.
AT_KEY = {"key": at_repeated_key, "name": at_own_key}


def _is_same_mapping(lines: Sequence[str], one: int, other: int) -> bool:
    """Return whether no line between two lines ends the mapping of the first."""
    first, last = sorted((one, other))
    between = (line for line in lines[first : last - 1] if not _BETWEEN.match(line))
    return all(_indentation(line) >= _indentation(lines[one - 1]) for line in between)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())
