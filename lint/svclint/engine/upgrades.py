"""Rewrite an object of a former API version as its fix does, to check what the result is."""

from __future__ import annotations

from svclint.fix.errors import UnfixableError
from svclint.fix.object_edits import apply_to_data
from svclint.kubernetes.objects import Kind
from svclint.model import Edit
from svclint.source import Document


def upgraded(document: Document, kind: Kind) -> Document | None:
    """Return an object as one of the version that is served; ``None`` if that is not certain."""
    edits = kind.upgrade(document.data)
    if edits is None:
        return None
    data = document.data
    try:
        for edit in (Edit("set", ("apiVersion",), kind.api_version), *edits):
            data = apply_to_data(data, edit, "")
    except UnfixableError:
        return None
    return Document(document.chunk, data, document.prefix)
