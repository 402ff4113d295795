"""Misspelt separators: lines such as ``--`` or an indented ``---`` where ``---`` is meant.

They make the objects above and below one document, which is not valid YAML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from svclint.source.document import Chunk, Document
from svclint.source.missing_separators import Read, read_pieces
from svclint.source.parse_result import Problem

REMEDY = "write --- alone at the beginning of the line"
# An element of a list, and a marker of a merge conflict.
_NO_SEPARATORS = ("-", "=======")
# Hyphens, dashes, and what other formats separate with; joined files have a byte-order mark there.
_MISSPELT = re.compile(
    r"^\ufeff?[ \t]*(?:[-=*_~\u2010-\u2015\u2212][ \t]*)+(?:[;,.][ \t]*)?\r?$", re.MULTILINE
)

_SPECIAL = {
    "---": "an indented `---`",
    "\ufeff---": "a `---` behind a byte-order mark (U+FEFF)",
}


def objects_around_misspelt_separators(chunk: Chunk, raw: bytes, read: Read) -> list[Document]:
    """Return the objects of an invalid document, and a problem for each misspelt separator.

    There are none unless the text consists of valid objects between such lines. ``raw`` is the
    document as bytes.
    """
    separators = [
        each for each in _MISSPELT.finditer(chunk.text) if each[0].strip() not in _NO_SEPARATORS
    ]
    if not separators:
        return []
    numbers: list[int] = []
    line = at = 0
    for each in separators:
        line += chunk.text.count("\n", at, each.start())
        at = each.start()
        numbers.append(line)
    objects = read_pieces(chunk, raw, _between(numbers, raw.count(b"\n") + 1), read)
    if len(objects) < len(separators) or any(each.problem or not each.kind for each in objects):
        return []
    problems = [
        Document(Chunk(chunk.file, each[0], chunk.first_line + number), problem=_problem(each[0]))
        for each, number in zip(separators, numbers, strict=True)
    ]
    return sorted((*problems, *objects), key=lambda each: each.chunk.first_line)


def _between(separators: Sequence[int], lines: int) -> list[tuple[int, int]]:
    """Return the ranges of lines between some lines."""
    starts = (0, *(number + 1 for number in separators))
    return list(zip(starts, (*separators, lines), strict=True))


def _problem(line: str) -> Problem:
    shown = line.strip()[:60]
    what = _SPECIAL.get(shown, f"`{shown}`")
    column = len(line) - len(line.lstrip()) + 1
    message = f"{what} does not separate documents; kubectl reads the lines around it as one"
    return Problem("syntax", message, 1, column, remedy=REMEDY)
