"""Findings as plain data, which marshal takes: for workers and for the cache."""

from __future__ import annotations

from typing import Any

from svclint.model import Finding, Location, ObjectName, ServerAnswer, Severity

# A tuple of tuples, lists, dicts and scalars.
Plain = Any


def plain_finding(item: Finding) -> Plain:
    """Turn a finding into plain data."""
    return (
        *(tuple(item.location), item.rule, int(item.severity), item.field, item.message),
        *(item.remedy, tuple(item.object), item.server and tuple(item.server), item.group),
        *(tuple(map(tuple, item.related)), item.excerpt),
    )


def finding_of(plain: Plain) -> Finding:
    """Turn plain data back into a finding."""
    location, rule, severity, field, message, remedy, name, server, group, related, excerpt = plain
    return Finding(
        *(Location(*location), rule, Severity(severity), field, message, remedy),
        *(ObjectName(*name), server and ServerAnswer(*server), group),
        *(tuple(Location(*each) for each in related), excerpt),
    )
