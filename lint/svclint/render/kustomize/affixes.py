"""The prefix or suffix of a kustomization that makes a name invalid."""

from __future__ import annotations

import re

from svclint.render.kustomize.traced import Place

AFFIXES = ("namePrefix", "nameSuffix")
# What any name may be: that of a Service, the strictest, or several with dots between them.
_NAME = re.compile(r"[a-z]([-a-z0-9.]*[a-z0-9])?")
_LONGEST = 63


def wrong_affix(place: Place) -> Place | None:
    """Return the first affix with which the value at a place is not a name any more.

    ``None`` if it is none without any, or one with all of them.
    """
    name = str(place.document.value(place.path))
    if not _is_name(name):
        return None
    for each in place.through:
        text = each.document.value(each.path) if each.setting in AFFIXES else None
        if isinstance(text, str):
            name = f"{text}{name}" if each.setting == "namePrefix" else f"{name}{text}"
            if not _is_name(name):
                return each
    return None


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST and _NAME.fullmatch(text) is not None
