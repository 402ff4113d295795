"""From bytes to Documents: stream split, YAML 1.1 scalars, anchors, duplicate keys, positions."""

from svclint.source.document import Document
from svclint.source.stream import documents

__all__ = ["Document", "documents"]
