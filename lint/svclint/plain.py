"""Findings as plain data, which marshal takes: for workers and for the cache."""

from __future__ import annotations

from svclint.model import Edit, Finding, Fix, Location, ObjectName, ServerAnswer, Severity
from svclint.typed import Any

# A tuple of tuples, lists, dicts and scalars.
Plain = Any


def plain_finding(item: Finding) -> Plain:
    """Turn a finding into plain data."""
    parts: dict[str, Any] = {
        "location": tuple(item.location),
        "severity": int(item.severity),
        "object": tuple(item.object),
        "server": item.server and tuple(item.server),
        "related": tuple(tuple(each) for each in item.related),
        "fix": item.fix and ([tuple(each) for each in item.fix.edits], *item.fix[1:]),
    }
    return tuple(item._replace(**parts))


def finding_of(plain: Plain) -> Finding:
    """Turn plain data back into a finding."""
    rough = Finding(*plain)
    return rough._replace(
        location=Location(*rough.location),
        severity=Severity(rough.severity),
        object=ObjectName(*rough.object),
        server=rough.server and ServerAnswer(*rough.server),
        related=tuple(Location(*each) for each in rough.related),
        fix=rough.fix and Fix(tuple(Edit(*each) for each in rough.fix[0]), *rough.fix[1:]),
    )
