"""A suppression names a rule that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Review, Severity
from svclint.rule import suppression_rule


@suppression_rule("suppression-unknown-rule", Severity.WARNING, since="0.1")
def rule(review: Review) -> Iterator[Report]:
    """A suppression names a rule that does not exist."""
    for name, hint in review.unknown:
        yield Report(
            (), f"there is no rule {name!r}{hint}", "use the name in brackets after the message"
        )
