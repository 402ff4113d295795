"""The place of a key, from that of the value behind it: what is rendered is found by its values."""

from __future__ import annotations

import re

from svclint.model import Location


def at_key(line: str, place: Location, field: str) -> Location:
    """Return the place of the key of a field on the line of its value; else that of the value.

    ``field`` is how a finding spells the field: ``.spec.ports[0].targetport``.
    """
    name = field.rpartition(".")[2]
    before = line[: place.column - 1]
    found = re.search(rf"""(["']?){re.escape(name)}\1[ \t]*:[ \t]+\Z""", before)
    return place if found is None else place._replace(column=found.start() + 1)
