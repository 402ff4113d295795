"""Proximity of files: of several definitions with the same name or labels, the nearest is meant."""

from __future__ import annotations

import os

from svclint.source import Document
from svclint.source.paths import steps_between

# One folder up and two down, or the other way round.
_NEAR = 4


def distance(one: Document, other: Document) -> int:
    """Return how far apart the files of two objects are.

    0 is the same file, 1 the same folder; each step from folder to folder adds 1. Many trees
    contain several applications that share names and labels.
    """
    here, there = one.file, other.file
    if here == there:
        return 0
    return 1 + steps_between(here[: here.rfind(os.sep) + 1], there[: there.rfind(os.sep) + 1])


def is_near(one: Document, other: Document) -> bool:
    """Return whether the files of two objects are so close that they can be one application.

    ``svc/web.yaml`` and ``deploy/web.yaml`` are; two folders of a large tree need not be.
    """
    return distance(one, other) <= _NEAR
