"""Digests that identify the content of files."""

from __future__ import annotations

import hashlib

DIGEST_SIZE = 16


def digest_of(raw: bytes) -> bytes:
    """Return a digest that no other content has."""
    return hashlib.blake2b(raw, digest_size=DIGEST_SIZE).digest()
