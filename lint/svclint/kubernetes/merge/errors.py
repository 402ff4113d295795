"""Errors of a merge."""

from __future__ import annotations


class MergeError(ValueError):
    """A merge that kubectl or the server refuses; the message says why."""
