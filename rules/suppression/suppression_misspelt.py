"""A comment addresses svclint, but suppresses nothing."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Review, Severity
from svclint.rule import suppression_rule


@suppression_rule("suppression-misspelt", Severity.WARNING, since="0.1")
def rule(review: Review) -> Iterator[Report]:
    """A comment addresses svclint, but suppresses nothing."""
    if review.suppression.misspelt:
        yield Report(
            (),
            f"svclint: is followed by {review.suppression.misspelt!r}, which is not a suppression",
            "write # svclint: ignore[rule] reason, or remove it",
        )
