"""Suppressions: what somebody wrote into a manifest so that certain rules are silent there."""

from __future__ import annotations

from svclint.engine.wire import Plain, finding_of, plain_finding
from svclint.model import Location, ObjectName, Suppressed, Suppression

# A text without this word holds no suppression; comments and the annotation have it alike.
MARK = "svclint"
ANNOTATION = "svclint.dev/ignore"
# What stands before the rules of a comment.
IGNORE = "ignore"


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
