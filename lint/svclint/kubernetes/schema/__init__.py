"""Structure: the fields and types that the API server's strict decoder takes for an object.

``accepts`` answers fast and without a reason; ``violations`` explains what it refused.
"""

from __future__ import annotations

from typing import Any

from svclint.kubernetes.schema.accept import accepts
from svclint.kubernetes.schema.store import Schema, load, newest, versions
from svclint.kubernetes.schema.violation import Violation

__all__ = ["Schema", "Violation", "accepts", "load", "newest", "versions", "violations"]


def violations(version: str, api_version: str, kind: str, data: Any) -> list[Violation]:
    """The first hundred reasons why an object does not decode, in the order of the schema.

    None exactly where ``accepts`` is true. The server stops at the first wrong type and then names
    no unknown field; here all are told. Raises LookupError where this version has no such kind.
    """
    # jsonschema takes 65 ms to load, which a good manifest need not pay.
    from svclint.kubernetes.schema.explain import explain  # noqa: PLC0415

    return explain(version, api_version, kind, data)
