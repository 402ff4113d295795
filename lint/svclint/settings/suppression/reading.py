"""Read the suppressions of a document: its comments, and the annotation of its object."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from svclint.model import Location, Suppression
from svclint.model.finding import excerpt_of
from svclint.settings.suppression import ANNOTATION, IGNORE, MARK
from svclint.source.document import Chunk, Document

_IGNORE_RULES = rf"{IGNORE}[ \t]*\[([^\]]*)\]"
_IGNORE_WITHOUT_RULES = rf"{IGNORE}(?![\w\[-])"
# Characters between the rules and the reason.
_BEFORE_REASON = " \t-–—:"
_REASON = r"\s--(?:\s|$)"


def suppression_reader() -> Callable[[Document], tuple[Suppression, ...]]:
    """Return a function that reads the suppressions of documents, which it is given in order.

    Comments of a text that contains several objects are returned with the first of them.
    """
    chunk: Chunk | None = None
    is_marked = False

    def read(document: Document) -> tuple[Suppression, ...]:
        nonlocal chunk, is_marked
        is_first = document.chunk is not chunk
        if is_first:
            chunk = document.chunk
            is_marked = MARK in chunk.text
        if not is_marked or document.problem is not None:
            return ()
        found = list(_of_comments(document)) if is_first else []
        return (*found, *_of_annotation(document))

    return read


def _of_comments(document: Document) -> Iterator[Suppression]:
    # Loads PyYAML, and few documents have a suppression.
    from svclint.settings.suppression.comments import comments  # noqa: PLC0415

    chunk = document.chunk
    for comment in comments(chunk.text):
        place = chunk.place(comment.line + 1, comment.column + 1)
        first, last = chunk.first_line + comment.first, chunk.first_line + comment.last
        rules, reason, misspelt = parse_directive(comment.directive)
        yield Suppression(
            place,
            first,
            last,
            rules,
            reason,
            document.object_name,
            misspelt=misspelt,
            excerpt=excerpt_of(chunk.line(place.line)),
        )


def parse_directive(directive: str) -> tuple[tuple[str, ...], str, str]:
    """Parse the text after ``svclint:``; return rules, reason, and what is misspelt."""
    found = re.match(_IGNORE_RULES, directive)
    if found:
        return _names(found[1]), directive[found.end() :].strip(_BEFORE_REASON), ""
    if re.match(_IGNORE_WITHOUT_RULES, directive):
        return (), directive.removeprefix(IGNORE).strip(_BEFORE_REASON), ""
    return (), "", directive or "nothing"


def _of_annotation(document: Document) -> Iterator[Suppression]:
    path = ("metadata", "annotations", ANNOTATION)
    value = document.value(path)
    if not isinstance(value, str):
        return
    chunk = document.chunk
    place = document.locate(path, at_key=True)[0]
    last = chunk.first_line + chunk.text.rstrip().count("\n")
    for line in value.splitlines() or [""]:
        if not line.strip() and value.strip():
            continue
        names, *reasons = re.split(_REASON, line, maxsplit=1)
        yield Suppression(
            Location(*place),
            chunk.first_line,
            last,
            _names(names),
            "".join(reasons).strip(),
            document.object_name,
            is_annotation=True,
            excerpt=excerpt_of(chunk.line(place.line)),
        )


def _names(text: str) -> tuple[str, ...]:
    names = (name.strip() for name in text.split(","))
    return tuple(dict.fromkeys(name for name in names if name))
