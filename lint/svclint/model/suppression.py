"""Suppressions: comments and annotations that silence certain rules in a part of a manifest."""

from __future__ import annotations

from typing import NamedTuple

from svclint.model.finding import Finding, Location, ObjectName


class Suppression(NamedTuple):
    """One suppression: its place, and the first and last line of the file that it covers.

    ``rules`` is empty if it names none; ``misspelt`` is the text of a comment that is addressed
    to svclint, but is not a valid suppression. ``object`` is the object that contains it; an
    annotation covers only this object.
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
        """Return whether it covers the place of a finding, whatever the rule."""
        place = finding.location
        if place.file != self.place.file or not self.first <= place.line <= self.last:
            return False
        return not self.is_annotation or finding.object == self.object


class Suppressed(NamedTuple):
    """A finding that is not shown, and the suppression that silences it."""

    finding: Finding
    suppression: Suppression


class Review(NamedTuple):
    """The outcome of a suppression in a run.

    Of the rules that it names, ``unused`` found nothing to suppress; ``unsure`` found nothing
    either, but might if more files were checked; ``unknown`` do not exist, each with a hint.
    ``found`` are the rules with findings in the lines that it covers.
    """

    suppression: Suppression
    unused: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    found: tuple[str, ...] = ()
    needs_reason: bool = False
