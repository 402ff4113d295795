"""What the strict decoder refuses, in words for people."""

from __future__ import annotations

from svclint.model import Path
from svclint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Literal


class Violation(NamedTuple):
    """One thing that the strict decoder refuses.

    ``kind`` is ``unknown`` (a field that the structure lacks), ``type``, ``range`` (an integer that
    does not fit) or ``format``. ``found`` and ``expected`` are English, without control characters
    whatever the manifest holds; ``go_type`` is what the server calls the expected type, or the
    structure that lacks the field.

    For unknown fields only: ``suggestions`` are fields of the same structure; ``elsewhere`` are the
    places of this kind that have a field of that name, such as ``spec.ports[].targetPort``;
    ``known_in`` are the Kubernetes versions that have this very field, oldest first.
    """

    path: Path
    kind: Literal["unknown", "type", "range", "format"]
    found: str
    expected: str
    go_type: str
    suggestions: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    known_in: tuple[str, ...] = ()
