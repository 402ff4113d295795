"""From bytes to Documents: stream split, YAML 1.1 scalars, anchors, duplicate keys, positions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svclint.source.document import Document

if TYPE_CHECKING:
    from svclint.source.stream import documents

__all__ = ["Document", "documents"]


def __getattr__(name: str) -> Any:
    """Load the reader when it is asked for: a run that is remembered reads nothing."""
    if name != "documents":
        raise AttributeError(name)
    from svclint.source.stream import documents  # noqa: PLC0415

    return documents
