"""Findings as plain data, which marshal takes: for workers and for the cache."""

from __future__ import annotations

from typing import Any

from svclint.model import Edit, Finding, Fix, Location, ObjectName, ServerAnswer, Severity
from svclint.model.suppression import Suppressed, Suppression

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


def plain_suppression(item: Suppression) -> Plain:
    """Turn a suppression into plain data, which marshal takes."""
    return (tuple(item.place), *item[1:5], tuple(item.object), *item[6:])


def suppression_of(plain: Plain) -> Suppression:
    """Turn plain data back into a suppression."""
    rough = Suppression(*plain)
    return rough._replace(place=Location(*rough.place), object=ObjectName(*rough.object))


def plain_suppressed(item: Suppressed) -> Plain:
    """Turn a suppressed finding into plain data."""
    return plain_finding(item.finding), plain_suppression(item.suppression)


def suppressed_of(plain: Plain) -> Suppressed:
    """Turn plain data back into a suppressed finding."""
    return Suppressed(finding_of(plain[0]), suppression_of(plain[1]))
