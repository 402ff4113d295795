"""Items of patches that kustomize ignores."""

from __future__ import annotations

from typing import NamedTuple

from svclint.model.finding import Location
from svclint.model.path import Path


class IgnoredItem(NamedTuple):
    """An item of a list in a strategic merge patch that changes nothing of what is built.

    ``path`` is that of the item in the patch. kustomize merges the list by ``keys``. The item means
    one that is written at ``meant``, by the values in ``shared``, but only one of the two has the
    key ``apart``, with the value ``value``: that of the patch, if ``is_in_patch``.
    """

    path: Path
    keys: tuple[str, ...]
    shared: tuple[tuple[str, str], ...]
    apart: str
    value: str
    meant: Location
    is_in_patch: bool
