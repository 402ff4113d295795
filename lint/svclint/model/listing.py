"""Lists of names within a message."""

from __future__ import annotations

from collections.abc import Sequence

# Every message of n findings may list n names.
_MOST = 20


def alternatives(names: Sequence[str]) -> str:
    """Return names of which one has to be chosen: ``TCP, UDP or SCTP``."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def listed(names: Sequence[str], most: int = _MOST) -> str:
    """Return names separated by commas: the first ones, and how many more there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
