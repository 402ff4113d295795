"""Sentences about what could not be rendered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from svclint.source.walking import LeftOut

_MOST_LISTED = 10


def notes_on(unrendered: Iterable[LeftOut]) -> list[str]:
    """Return a sentence for each reason for which something could not be rendered."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for each in unrendered:
        by_reason[each.reason].append(each.path)
    return [f"{_listed(folders)} not rendered: {reason}" for reason, folders in by_reason.items()]


def _listed(folders: Sequence[str]) -> str:
    if len(folders) == 1:
        return f"{folders[0]} is"
    shown = ", ".join(folders[:_MOST_LISTED])
    more = len(folders) - _MOST_LISTED
    return f"{shown} and {more} more are" if more > 0 else f"{shown} are"
