"""The objects in files of charts and kustomizations that are in no output of these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from svclint.render.rendering import Rendering
from svclint.render.unrendered_objects import as_not_checked, unrendered_objects
from svclint.source.document import Document


def documents_in_no_output(
    files: Sequence[str],
    rendering: Rendering,
    changed: Mapping[str, bytes],
    *,
    is_isolated: bool,
) -> list[Document]:
    """Return the objects that roots take in and do not print: in isolation to be checked.

    Otherwise, they only say that they are not checked.
    """
    found = unrendered_objects(files, rendering, changed)
    return [each if is_isolated else as_not_checked(each) for each in found]
