"""From bytes to Documents: files, streams, YAML 1.1 scalars, duplicate keys, positions."""

from __future__ import annotations

from svclint.source.document import Document

__all__ = ["Document"]
