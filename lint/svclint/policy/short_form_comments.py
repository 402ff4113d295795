"""The comments of a short policy, each with the path of the value that it describes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from svclint.model import Path
from svclint.source.spans import Span, spans

# Behind a value on its line, and behind the header of a block scalar or the key of a mapping.
_BEHIND = re.compile(r",?[ \t]+(#[^\n\r]*)")
_BEHIND_KEY = re.compile(r"[ \t]*:(?:[ \t]+[|>][-+0-9]*)?[ \t]+(#[^\n\r]*)")


class Comments(NamedTuple):
    """The comments of one value: the lines above it, and the one behind it on its line."""

    path: Path
    above: tuple[str, ...]
    behind: str


def read_comments(text: str) -> Iterator[Comments]:
    """Yield the comments of all values of a text's first document; the end of it has path ``()``.

    The lines above its first value are those of that value.
    """
    root = spans(text)
    if root is None:
        return
    yield from _inside(text, root, (), 0)
    yield Comments((), _above(text, root.end, len(text)), "")


def _inside(text: str, span: Span, path: Path, previous: int) -> Iterator[Comments]:
    """Yield the comments inside a mapping or list; ``previous`` is where the text before ends."""
    entries: list[tuple[str | int, Span, Span]] = [
        *((key.name, key, value) for key, value in span.pairs),
        *((index, item, item) for index, item in enumerate(span.items)),
    ]
    for step, key, value in entries:
        comments = Comments((*path, step), _above(text, previous, key.start), "")
        if match := _behind(text, key, value):
            comments = comments._replace(behind=match[1].rstrip())
        if comments.above or comments.behind:
            yield comments
        yield from _inside(text, value, comments.path, value.start if key is value else key.end)
        previous = value.end


def _behind(text: str, key: Span, value: Span) -> re.Match[str] | None:
    has_own_end = value.is_flow or value.kind in ("scalar", "alias")
    found = _BEHIND.match(text, value.end) if has_own_end else None
    return found or _BEHIND_KEY.match(text, key.end)


def _above(text: str, start: int, end: int) -> tuple[str, ...]:
    """Return the comments that have a line to themselves between two values."""
    between = text[start:end]
    if start:
        # The rest of the line on which the value before ends.
        between = between.partition("\n")[2]
    lines = map(str.strip, between.split("\n"))
    return tuple(line for line in lines if line.startswith("#"))
