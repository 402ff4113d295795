"""Ownership: objects that a controller created, so that no manifest defines them."""

from __future__ import annotations

from svclint.model import Data
from svclint.model.data import mapping, sequence


def is_owned(data: Data) -> bool:
    """Return whether a controller created an object, so that its owner stands for it."""
    owners = sequence(mapping(data.get("metadata")).get("ownerReferences"))
    return any(mapping(owner).get("controller") is True for owner in owners)
