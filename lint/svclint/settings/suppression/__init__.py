"""Suppressions: what somebody wrote into a manifest so that certain rules are silent there."""

from __future__ import annotations

from typing import NamedTuple

from svclint.engine.wire import Plain, finding_of, plain_finding
from svclint.model import Finding, Location, ObjectName

# A text without this word holds no suppression; comments and the annotation have it alike.
MARK = "svclint"
ANNOTATION = "svclint.dev/ignore"
# What stands before the rules of a comment.
IGNORE = "ignore"


class Suppression(NamedTuple):
    """One suppression: where it stands, from which line of its file to which it reaches.

    ``rules`` is empty where it names none, and ``misspelt`` what stands there where it is none.
    ``object`` is the one that it stands in; an annotation reaches no other one.
    """

    place: Location
    first: int
    last: int
    rules: tuple[str, ...]
    reason: str
    object: ObjectName
    is_annotation: bool = False
    misspelt: str = ""
    excerpt: str = ""

    def reaches(self, finding: Finding) -> bool:
        """Whether a finding is within its reach, whatever its rule."""
        place = finding.location
        if place.file != self.place.file or not self.first <= place.line <= self.last:
            return False
        return not self.is_annotation or finding.object == self.object


class Suppressed(NamedTuple):
    """A finding that is not shown, and what suppresses it."""

    finding: Finding
    suppression: Suppression


class Review(NamedTuple):
    """What became of a suppression in a run.

    Of the rules that it names, ``unused`` found nothing to suppress, and ``unsure`` neither, but
    might with other files in sight; ``unknown`` are none, each with a hint. ``found`` are the
    rules whose findings are within its reach.
    """

    suppression: Suppression
    unused: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    found: tuple[str, ...] = ()
    needs_reason: bool = False


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
