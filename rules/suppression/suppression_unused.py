"""A suppression names a rule that reports nothing there."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Review, Severity
from svclint.rule import suppression_rule


@suppression_rule("suppression-unused", Severity.WARNING, since="0.1")
def rule(review: Review) -> Iterator[Report]:
    """A suppression names a rule that reports nothing there."""
    for name in review.unused:
        yield Report((), f"{name} reports nothing to suppress here", _remedy(review, name))
    for name in review.unsure:
        yield Report(
            (),
            f"{name} reports nothing to suppress here in the checked files",
            _remedy(review, name),
            severity=Severity.NOTE,
        )


def _remedy(review: Review, name: str) -> str:
    is_alone = len(review.suppression.rules) == 1
    return "remove the suppression" if is_alone else f"remove {name} from the suppression"
