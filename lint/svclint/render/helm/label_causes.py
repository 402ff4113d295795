"""The values that a mapping of labels comes from whose keys a template spells out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import NoneType

from svclint.model import Path
from svclint.model.data import mapping
from svclint.render.helm.causes import Asked
from svclint.render.helm.perturbation import Causes
from svclint.render.origins import LABEL_FIELDS
from svclint.source import Document


def labels_in(document: Document, path: Path) -> list[Path]:
    """Return the paths of the labels in a mapping of labels; none for any other field."""
    labels = document.value(path) if path[-1:] and path[-1] in LABEL_FIELDS else None
    found = mapping(labels).items()
    return [(*path, key) for key, value in found if not isinstance(value, dict | list | NoneType)]


def causes_of_labels(
    field: Asked, labels: Sequence[Path], causes: Mapping[Asked, Causes]
) -> tuple[Causes, Causes]:
    """Return the value that a mapping of labels comes from, if there is one, and those in it.

    It is the mapping of the values that contains the same keys, or what the only label shows.
    """
    number, path = field
    found = {each: causes.get((number, each), ()) for each in labels}
    inside = tuple(dict.fromkeys(cause for each in found.values() for cause in each))
    if len(labels) == 1:
        return inside, ()
    outer = {_around(each[0], label[len(path) :]) if each else () for label, each in found.items()}
    return (tuple(outer), ()) if len(outer) == 1 and () not in outer else ((), inside)


def _around(cause: Path, inner: Path) -> Path:
    """Return the mapping of the values whose inner keys are some; empty if they differ."""
    return cause[: -len(inner)] if cause[-len(inner) :] == inner else ()
