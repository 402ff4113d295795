"""Schemas: the fields and types that the strict decoder of the API server accepts.

``accepts`` answers quickly, without a reason; ``violations`` explains what it has refused.
"""

from __future__ import annotations

from typing import Any

from svclint.kubernetes.schema.accept import accepts
from svclint.kubernetes.schema.store import (
    Schema,
    default_version,
    load,
    load_known,
    newest,
    versions,
)
from svclint.kubernetes.schema.violation import Violation

__all__ = [
    "Schema",
    "Violation",
    "accepts",
    "default_version",
    "load",
    "load_known",
    "newest",
    "versions",
    "violations",
]


def violations(version: str, api_version: str, kind: str, data: Any) -> list[Violation]:
    """Return why an object does not decode, in the order of the schema.

    These are the first hundred unknown fields, and the first hundred values of a wrong type.

    There are none exactly if ``accepts`` returns true. The server stops at the first wrong type
    and reports no unknown fields then; here all are returned. Raises ``LookupError`` if the
    version does not have the kind.
    """
    # jsonschema takes 65 ms to import.
    from svclint.kubernetes.schema.explain import explain  # noqa: PLC0415

    return explain(version, api_version, kind, data)
