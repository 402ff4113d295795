"""The lines of block scalars: the texts behind ``|`` and ``>``, which have lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from svclint.model import Location

_HEADER = re.compile(r"(?:^|[ \t])([|>])[-+0-9]{0,2}[ \t]*(?:#.*)?$")
# What precedes the key or the item on its line.
_MARGIN = re.compile(r"[ ]*(?:-[ ]+)*")
_COMMENT = re.compile(r"[ \t]*(?:#|//|;|--[ \t])")
_WORD = re.compile(r"\w+")
_ACTION = re.compile(r"\{\{.*?\}\}")


def block_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a block scalar, from lines of which the first is its header.

    There are none if the first line is not such a header.
    """
    rest = iter(lines)
    header = next(rest, "")
    found, margin = _HEADER.search(header), _MARGIN.match(header)
    if found is None or margin is None:
        return
    # The text of an item is indented more than its dash.
    is_item = margin.end() == found.start(1)
    least = len(margin[0].rstrip()) if is_item else margin.end() + 1
    for line in rest:
        if line.strip() and len(line) - len(line.lstrip(" ")) < least:
            return
        yield line


class BlockText:
    """The lines of a block scalar, found by their words: thousands of findings may be in one.

    ``lines`` are those from the header on.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = list(block_lines(lines))
        self._with_word: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            for word in dict.fromkeys(_WORD.findall(line)):
                self._with_word.setdefault(word, []).append(number)

    def place_of(self, wanted: str, header: Location) -> Location:
        """Return the place of a text; that of the header if not found.

        Comments in the block do not count.
        """
        words = _WORD.findall(wanted)
        every = range(len(self._lines))
        # Most headers have no block, and compiling takes longer than the rest of a finding.
        for number in min(
            (self._with_word.get(each, ()) for each in words), key=len, default=every
        ):
            line = self._lines[number]
            if wanted not in line or _COMMENT.match(line):
                continue
            found = re.search(rf"(?<![\w.-]){re.escape(wanted)}(?![\w-]|\.\w)", line)
            if found is not None:
                return header._replace(line=header.line + number + 1, column=found.start() + 1)
        return header

    def places_of_part(self, part: str) -> Iterator[tuple[int, int]]:
        """Yield where a part of a host, or a number, stands, except in comments.

        A place is the number of the line below the header, from 0, and a column from 0.
        """
        whole = re.compile(rf"(?<![\w-]){re.escape(part)}(?![\w-])")
        words = _WORD.findall(part)
        for number in min((self._with_word.get(each, ()) for each in words), key=len, default=()):
            line = self._lines[number]
            if not _COMMENT.match(line):
                yield from ((number, match.start()) for match in whole.finditer(line))


def same_line_in_block(lines: Iterable[str], header: Location, line: str, column: int) -> Location:
    """Return the place of a line that has another indentation in the block scalar of a header.

    Failing that, it is the only line whose actions of a template may print it; else the header's.
    ``column`` is the place in the given line.
    """
    wanted = line.strip()
    own = list(enumerate(block_lines(lines), header.line + 1)) if wanted else []
    for number, each in own:
        if each.strip() == wanted:
            return header._replace(
                line=number, column=column + each.index(wanted) - line.index(wanted)
            )
    printing = [(number, each) for number, each in own if _may_print(each.strip(), wanted)]
    if len(printing) != 1:
        return header
    ((number, each),) = printing
    margin = len(each) - len(each.lstrip())
    # Up to the first action, the line is as it is printed.
    at = min(max(column - 1 - line.index(wanted), 0), each.index("{{") - margin)
    return header._replace(line=number, column=margin + at + 1)


def _may_print(template: str, line: str) -> bool:
    """Return whether a line of a template with actions may print a line, by the text of both."""
    first, *others = _ACTION.split(template)
    if not others or not any(each.strip() for each in (first, *others)):
        return False
    at = len(first) if line.startswith(first) else -1
    for text in others[:-1]:
        found = line.find(text, at) if at >= 0 else -1
        at = found + len(text) if found >= 0 else -1
    return 0 <= at <= len(line) - len(others[-1]) and line.endswith(others[-1])


def same_place_in_line(own: str, place: Location, line: str, column: int) -> Location:
    """Return the place of a column in a line, in one with another indentation; else the place."""
    wanted = line.strip()
    if not wanted or own.strip() != wanted:
        return place
    return place._replace(column=max(column + own.index(wanted) - line.index(wanted), 1))


def same_line_in_file(lines: Iterable[str], top: Location, line: str, column: int) -> Location:
    """Return the place of a line that has another indentation in a file; else the file's top."""
    wanted = line.strip()
    for number, each in enumerate(lines, top.line):
        if wanted and each.strip() == wanted:
            at = column + each.index(wanted) - line.index(wanted)
            return top._replace(line=number, column=max(at, 1))
    return top
