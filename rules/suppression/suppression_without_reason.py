"""A suppression gives no reason, although reasons are required."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Review, Severity
from svclint.rule import suppression_rule


@suppression_rule("suppression-without-reason", Severity.ERROR, since="0.1")
def rule(review: Review) -> Iterator[Report]:
    """A suppression gives no reason, although reasons are required."""
    suppression = review.suppression
    if not review.needs_reason or suppression.reason or not suppression.rules:
        return
    names = ", ".join(suppression.rules)
    shown = f"{names} -- why" if suppression.is_annotation else f"ignore[{names}] why"
    yield Report((), f"the suppression of {names} gives no reason", f"write {shown}")
