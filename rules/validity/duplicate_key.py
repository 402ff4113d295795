"""A mapping contains the same key more than once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from svclint.model import Edit, Fix, Path, Report, Severity
from svclint.rule import document_rule
from svclint.source import Document
from svclint.source.charts import is_rendered_chart
from svclint.source.earlier_keys import earlier_key


@document_rule("duplicate-key", Severity.ERROR, since="0.1", where=("duplicates",))
def rule(document: Document) -> Iterator[Report]:
    """A mapping contains the same key more than once."""
    is_chart = is_rendered_chart(document.file)
    different = {each.path for each in document.duplicates if not each.is_same_value}
    counts = Counter(each.path for each in document.duplicates)
    # The lines of a chart are those of its output.
    is_rendered = document.file.startswith("<")
    lines = [] if is_rendered or not counts else document.chunk.text.split("\n")
    for path in counts:
        is_same = path not in different
        times = "twice" if counts[path] == 1 else "more than once"
        fact = f"the key {str(path[-1])!r} is written {times}{_where(document, path, lines)} with"
        yield Report(
            path,
            f"{fact} the same value; kubectl and Helm accept it, and kustomize refuses it"
            if is_same
            else f"{fact} different values; kubectl and Helm silently keep the last one",
            "remove all but one",
            at_key=True,
            # A value is written once, and the template prints its key again.
            edited_at="key",
            # What a chart repeats is rendered so on purpose, or by accident, and Helm takes it.
            severity=Severity.WARNING if is_same or is_chart else None,
            # The last value may not be the intended one.
            fix=Fix((Edit("deduplicate", path),), is_safe=is_same),
        )


def _where(document: Document, path: Path, lines: Sequence[str]) -> str:
    """Return where the key is written before; empty if that is on the same line, or not certain."""
    if not lines:
        return ""
    place, _ = document.locate(path, at_key=True)
    first = document.chunk.first_line
    above = earlier_key(lines, place.line - first + 1, place.column, str(path[-1]))
    return f", also in line {above + first - 1}," if above is not None else ""
