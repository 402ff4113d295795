"""A suppression does not name a rule."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Review, Severity
from svclint.rule import suppression_rule


@suppression_rule("suppression-without-rule", Severity.WARNING, since="0.1")
def rule(review: Review) -> Iterator[Report]:
    """A suppression does not name a rule."""
    suppression = review.suppression
    if suppression.rules or suppression.misspelt:
        return
    named = ", ".join(review.found)
    if suppression.is_annotation:
        remedy = f"write {named}" if named else "name the rules, or remove the annotation"
    else:
        remedy = f"write ignore[{named}]" if named else "there is nothing to suppress; remove it"
    yield Report((), "the suppression names no rule, so it suppresses nothing", remedy)
