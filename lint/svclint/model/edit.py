"""Fixes of a manifest as edits of its fields, independent of how its text is written."""

from __future__ import annotations

from typing import NamedTuple

from svclint.model.data import Scalar
from svclint.model.path import Path


class Edit(NamedTuple):
    """One change of a manifest, given by the path of a field.

    ``kind`` is one of:

    - ``set``: replace the value of the field by ``value`` (a tuple stands for a list);
    - ``quote``: turn the value into the string that is written there;
    - ``wrap``: turn the value into a list with this value as its only entry;
    - ``nest``: turn the value into a mapping with this value as its only field, named ``value``;
    - ``lift``: move the field out of its mapping, to be a field ``value`` beside the mapping;
    - ``rename``: rename the key to ``value``;
    - ``remove``: remove the field or the list entry;
    - ``add``: set a field that is missing or empty to ``value``;
    - ``deduplicate``: of a key that is written more than once, keep the last;
    - ``separate``: insert a line of ``---`` before the object.
    """

    kind: str
    path: Path
    value: Scalar | tuple[Scalar, ...] = None


class Fix(NamedTuple):
    """Edits that together correct a finding.

    A safe fix keeps the stored object as it is, or makes it what the author certainly intended.
    ``line`` is the first line of the part of the file that contains the object, and ``prefix``
    the object's path in that part; only the fix of a finding has them.
    """

    edits: tuple[Edit, ...]
    is_safe: bool = True
    line: int = 0
    prefix: Path = ()


def set_to(path: Path, value: Scalar | tuple[Scalar, ...], *, is_safe: bool = True) -> Fix:
    """Return a fix that sets a field to another value."""
    return Fix((Edit("set", path, value),), is_safe)


def rename_to(path: Path, name: str, *, is_safe: bool = True) -> Fix:
    """Return a fix that renames a key."""
    return Fix((Edit("rename", path, name),), is_safe)


def remove(*paths: Path, is_safe: bool = True) -> Fix:
    """Return a fix that removes fields or list entries."""
    return Fix(tuple(Edit("remove", path) for path in paths), is_safe)


def add(path: Path, value: Scalar | tuple[Scalar, ...], *, is_safe: bool = True) -> Fix:
    """Return a fix that adds a field, whose name is the last step of the path."""
    return Fix((Edit("add", path, value),), is_safe)
