"""A mapping contains the same key twice."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Edit, Fix, Report, Severity
from svclint.rule import document_rule
from svclint.source import Document


@document_rule("duplicate-key", Severity.ERROR, since="0.1", where=("duplicates",))
def rule(document: Document) -> Iterator[Report]:
    """A mapping contains the same key twice."""
    for path in dict.fromkeys(document.duplicates):
        yield Report(
            path,
            f"the key {str(path[-1])!r} occurs more than once; "
            "kubectl silently keeps the last value",
            "remove all but one",
            at_key=True,
            # The last value may not be the intended one.
            fix=Fix((Edit("deduplicate", path),), is_safe=False),
        )
