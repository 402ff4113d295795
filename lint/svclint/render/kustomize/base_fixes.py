"""Turn the fix of a field that kustomize built into edits of the manifest or patch that has it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from svclint.model import Edit, Fix
from svclint.render.kustomize.traced import Node, Place
from svclint.source import Document
from svclint.source.kustomization import NAMES

# Edits of a value, and those of a key or an item of a list.
_OF_VALUES = ("set", "quote", "wrap")
_OF_KEYS = ("rename", "remove")


class EditedPlace(NamedTuple):
    """An edit of a document."""

    document: Document
    edit: Edit


def edited_place(edit: Edit, node: Node, base: Document) -> EditedPlace | None:
    """Return the edit of a manifest or a patch that has the effect of one in the output.

    ``node`` is what the edit changes, or the mapping that it adds a field to; ``base`` is the
    object before all patches. ``None`` where it stands in a setting, or in what may change other
    objects as well.
    """
    place = node.place
    if place.setting or not _is_of(place, base):
        return None
    if edit.kind == "add":
        return EditedPlace(place.document, edit._replace(path=(*place.path, edit.path[-1])))
    if not place.path or edit.kind not in (*_OF_VALUES, *_OF_KEYS) or not _is_as_written(node):
        return None
    is_same_step = type(place.path[-1]) is type(edit.path[-1]) and (
        isinstance(edit.path[-1], int) or place.path[-1] == edit.path[-1]
    )
    return EditedPlace(place.document, edit._replace(path=place.path)) if is_same_step else None


def _is_as_written(node: Node) -> bool:
    """Return whether kustomize adds nothing to a scalar: no prefix, no piece, no value of a var."""
    if isinstance(node.value, dict | list):
        return True
    return node.place.document.value(node.place.path) == node.value and "$(" not in str(node.value)


def _is_of(place: Place, base: Document) -> bool:
    """Return whether a place is in the manifest of an object or in a patch that names it."""
    document = place.document
    is_manifest = os.path.basename(document.file) not in NAMES
    named = document.kind, document.object_name.name
    return is_manifest and named == (base.kind, base.object_name.name)


def file_fix(edits: Sequence[EditedPlace], *, is_safe: bool) -> tuple[str, Fix] | None:
    """Return the file and the fix that make some edits; ``None`` if they are in several objects."""
    first = edits[0].document
    if any(each.document is not first for each in edits):
        return None
    return first.file, Fix(
        tuple(each.edit for each in edits), is_safe, first.chunk.first_line, first.prefix
    )
