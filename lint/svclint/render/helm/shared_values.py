"""Values that are right in one field or object of a chart and wrong in another one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from svclint.render.origins import Origin


def at_own_template(origin: Origin, others: Iterable[Origin | None]) -> Origin:
    """Return the place in the template if other fields, which are right, have the same value.

    It is the innermost place that the others do not pass. The value, which stays on the way, is the
    place if there is none, or no other field has it.
    """
    sharing = [each for each in others if each is not None and each.location == origin.location]
    shared = {place for each in sharing for place in each.through}
    own = [place for place in origin.through if place not in shared]
    if not origin.key or not sharing or not own:
        return origin
    way = (origin.location, *(each for each in origin.through if each != own[0]))
    return Origin(own[0], "", way)


def at_template(origin: Origin, name: str = "") -> Origin:
    """Return the place in the template instead of a value that may be that of other fields, too.

    A value whose key, or one around it, ends with the ``name`` of the field is its own; a patch is
    no value.
    """
    steps = re.split(r"[.\[]", origin.key.lower())
    is_own = bool(name) and any(step.endswith(name.lower()) for step in steps)
    if is_own or origin.key in ("", "patches") or not origin.through:
        return origin
    template, *way = origin.through
    return Origin(template, "", (origin.location, *way))


def at_one_field(origin: Origin, others: Iterable[Origin]) -> Origin:
    """Return the place of one of several fields that must differ, if another one is written there.

    Changing a value that both show changes both. If all of the way is the same, as in a loop, it is
    the line of the template.
    """
    sharing = [each for each in others if each.location == origin.location]
    own = at_own_call(origin, sharing)
    return at_template(origin) if sharing and own is origin else own


def at_own_call(origin: Origin, others: Iterable[Origin]) -> Origin:
    """Return the innermost place on the way that the way of another object does not pass.

    Objects that one named template makes are all written in its line. The origin stays as it is if
    it is another place already, or if nothing tells the two apart, as in a loop.
    """
    for other in others:
        shared = {other.location, *other.through}
        own = next((place for place in origin.through if place not in shared), None)
        if origin.location in shared and own is not None:
            way = (origin.location, *(each for each in origin.through if each != own))
            return origin._replace(location=own, key="", through=way, called=None)
    return origin
