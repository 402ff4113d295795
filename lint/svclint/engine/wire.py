"""Findings as plain data, which marshal takes: for workers and for the cache."""

from __future__ import annotations

from typing import Any

from svclint.model import Edit, Finding, Fix, Location, ObjectName, ServerAnswer, Severity

# A tuple of tuples, lists, dicts and scalars.
Plain = Any


def plain_finding(item: Finding) -> Plain:
    """Turn a finding into plain data."""
    return (
        tuple(item.location),
        item.rule,
        int(item.severity),
        *item[3:6],
        tuple(item.object),
        item.server and tuple(item.server),
        item.group,
        [tuple(each) for each in item.related],
        *item[10:12],
        item.fix and ([tuple(each) for each in item.fix.edits], *item.fix[1:]),
    )


def finding_of(plain: Plain) -> Finding:
    """Turn plain data back into a finding."""
    place, rule, severity, field, message, remedy, *others = plain
    named, server, group, related, excerpt, is_elsewhere, fix = others
    return Finding(
        Location(*place),
        rule,
        Severity(severity),
        field,
        message,
        remedy,
        ObjectName(*named),
        server and ServerAnswer(*server),
        group,
        tuple([Location(*each) for each in related]),
        excerpt,
        is_elsewhere,
        fix and Fix(tuple([Edit(*each) for each in fix[0]]), *fix[1:]),
    )
