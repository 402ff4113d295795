"""What the findings of one file would change in it, each change tried before it is offered.

A text after its edits must read as the same objects but for the edits; else there is no fix.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from svclint.fix.data import edited, settled
from svclint.fix.problem import Unfixable
from svclint.fix.text import TextEdit, difference, made, raw_text, text_edits
from svclint.model import Edit, Finding, Fix, Path
from svclint.source.document import Document
from svclint.source.spans import Span, spans
from svclint.source.stream import documents

_BOM = "\ufeff"


class Planned(NamedTuple):
    """How a finding would be fixed: edits of the file's text, or the ``problem`` why not.

    ``document`` is the number of its object in the file, ``symbols`` are the edits in paths.
    """

    finding: Finding
    edits: tuple[TextEdit, ...] = ()
    problem: str = ""
    document: int = -1
    symbols: tuple[Edit, ...] = ()

    @property
    def touched(self) -> Iterator[Path]:
        """The paths that are not afterwards what they were."""
        for edit in self.symbols:
            yield edit.path
            if edit.kind == "rename":
                yield (*edit.path[:-1], str(edit.value))


class Objects:
    """The objects of a file, by what a fix knows of them: their piece's first line, their path."""

    def __init__(self, file: str, raw: bytes) -> None:
        self.file = file
        # Bytes that are no UTF-8 in one piece do not keep another from being fixed.
        self.text = raw.decode("utf-8", "surrogateescape")
        self.documents: list[Document] = list(documents(file, raw))
        self._roots: dict[int, Span | None] = {}
        self._numbers: dict[tuple[int, Path], list[int]] = {}
        for number, document in enumerate(self.documents):
            key = document.chunk.first_line, document.prefix
            self._numbers.setdefault(key, []).append(number)
        self._lines = [0]
        while (end := self.text.find("\n", self._lines[-1])) >= 0:
            self._lines.append(end + 1)

    def number(self, fix: Fix) -> int:
        """Find the object that a fix is about. Raises ``Unfixable``."""
        found = self._numbers.get((fix.line, fix.prefix), ())
        if len(found) != 1 or self.documents[found[0]].problem is not None:
            raise Unfixable("its object cannot be told from others")
        return found[0]

    def offset(self, document: Document) -> int:
        """Say where the text of a document's piece begins, which is where a line does."""
        return self._lines[document.chunk.first_line - 1]

    def root(self, document: Document) -> Span:
        """Give where the values of a document's piece stand. Raises ``Unfixable``."""
        line = document.chunk.first_line
        if line not in self._roots:
            self._roots[line] = spans(document.chunk.text)
        root = self._roots[line]
        if root is None:
            raise Unfixable("its text cannot be taken apart")
        return root

    def line(self, number: int) -> str:
        """Give a line without its end, as an excerpt of a finding holds it."""
        start, end = self._lines[number - 1], self.text.find("\n", self._lines[number - 1])
        return self.text[start : end if end >= 0 else None]

    def place(self, offset: int) -> tuple[int, int]:
        """Give line and column of an offset; a byte order mark has no column."""
        line = bisect_right(self._lines, offset)
        column = offset - self._lines[line - 1] + 1
        return line, max(1, column - (line == 1 and self.text.startswith(_BOM)))

    def reads(self) -> list[str]:
        """Say what each object is, so that two files can be compared."""
        return [_reads(each.data) if each.problem is None else "" for each in self.documents]


def plans(objects: Objects, findings: Sequence[Finding]) -> list[list[Planned]]:
    """Plan the fixes of a file's findings, in batches that can each be made at once.

    Every batch begins at the file as it is. Those fixes that cannot be made come in a batch of
    their own, at the end.
    """
    planned = [_planned(finding, objects) for finding in findings]
    failed = [each for each in planned if each.problem]
    batches: list[list[Planned]] = []
    waiting = [each for each in planned if not each.problem]
    while waiting:
        batch, waiting = _together(waiting)
        good, later, bad = _tried(batch, objects)
        if good:
            batches.append(good)
        failed += bad
        waiting += later
    return [*batches, failed]


def applied(text: str, batch: Iterable[Planned]) -> str:
    """Make the edits of a batch."""
    return made(text, [edit for planned in batch for edit in planned.edits])


def _planned(finding: Finding, objects: Objects) -> Planned:
    fix = finding.fix
    assert fix is not None
    try:
        number = objects.number(fix)
        document = objects.documents[number]
        excerpt = finding.excerpt.rstrip()
        if excerpt and objects.line(finding.location.line).rstrip() != excerpt:
            raise Unfixable("the file has changed meanwhile")
        symbols = tuple(settled(document.data, edit) for edit in fix.edits)
        symbols = tuple(dict.fromkeys(symbols))
        for edit in symbols:
            edited(document.data, edit, "")
        offset = objects.offset(document)
        found = _found(symbols, fix.prefix, document.chunk.text, objects.root(document))
        if all(document.chunk.text[edit.start : edit.end] == edit.text for edit in found):
            # A key that is written twice may be so only where another one takes the place of all.
            raise Unfixable("nothing would change")
        shifted = [TextEdit(e.start + offset, e.end + offset, e.text) for e in found]
    except Unfixable as problem:
        return Planned(finding, problem=str(problem))
    return Planned(finding, tuple(shifted), "", number, symbols)


def _found(symbols: Sequence[Edit], prefix: Path, text: str, root: Span) -> list[TextEdit]:
    """Find what changes in a text, in its order. Raises ``Unfixable``."""
    found = sorted(edit for each in symbols for edit in text_edits(each, prefix, root, text))
    if not any(_overlap(one, other) for one, other in pairwise(found)):
        return found
    # Two that are neighbours may both want the comma or line end between them: one by one, then.
    after = text
    for each in sorted(symbols, key=_order):
        now = spans(after)
        if now is None:
            raise Unfixable("its edits touch each other")
        after = made(after, text_edits(each, prefix, now, after))
    return [difference(text, after)]


def _together(waiting: Sequence[Planned]) -> tuple[list[Planned], list[Planned]]:
    """Pick those that do not get in each other's way; give the rest, too."""
    batch: list[Planned] = []
    rest: list[Planned] = []
    taken: dict[int, list[Path]] = {}
    last: list[TextEdit] = []
    for planned in sorted(waiting, key=lambda each: each.edits[0]):
        paths, own = taken.setdefault(planned.document, []), list(planned.touched)
        is_free = not any(_related(path, other) for path in own for other in paths)
        if is_free and not (last and _overlap(last[-1], planned.edits[0])):
            batch.append(planned)
            paths += own
            last = [max((*last, planned.edits[-1]), key=lambda edit: edit.end)]
        else:
            rest.append(planned)
    return batch, rest


def _related(path: Path, other: Path) -> bool:
    return path[: len(other)] == other[: len(path)]


def _overlap(one: TextEdit, other: TextEdit) -> bool:
    """Whether two edits, the first of which begins no later, cannot both be made."""
    return other.start < one.end or other.start == one.start


def _tried(
    batch: list[Planned], objects: Objects
) -> tuple[list[Planned], list[Planned], list[Planned]]:
    """Tell the fixes that can be made at once, those that can be made later, and all others."""
    if _reads_well(batch, objects):
        return batch, [], []
    good, bad = _halved(batch, objects)
    words = "the file would read otherwise afterwards"
    failed = [planned._replace(problem=words, edits=()) for planned in bad]
    return (good, [], failed) if _reads_well(good, objects) else (good[:1], good[1:], failed)


def _halved(batch: list[Planned], objects: Objects) -> tuple[list[Planned], list[Planned]]:
    """Search by halves for the few after which a file does not read as it must."""
    if _reads_well(batch, objects):
        return batch, []
    if len(batch) == 1:
        return [], batch
    middle = len(batch) // 2
    one, other = _halved(batch[:middle], objects), _halved(batch[middle:], objects)
    return one[0] + other[0], one[1] + other[1]


def _reads_well(batch: Iterable[Planned], objects: Objects) -> bool:
    mine: dict[int, list[Planned]] = {}
    for planned in batch:
        mine.setdefault(planned.document, []).append(planned)
    reads = [
        _reads(_expected(objects, each, mine.get(number, ()))) if each.problem is None else ""
        for number, each in enumerate(objects.documents)
    ]
    raw = applied(objects.text, batch).encode("utf-8", "surrogateescape")
    return Objects(objects.file, raw).reads() == reads


def _expected(objects: Objects, document: Document, batch: Sequence[Planned]) -> Any:
    """Make the edits of a batch in an object; entries of lists go last, from the end."""
    edits = [(edit, planned) for planned in batch for edit in planned.symbols]
    edits.sort(key=lambda each: _order(each[0]))
    data = document.data
    for edit, planned in edits:
        assert planned.finding.fix is not None
        prefix = planned.finding.fix.prefix
        raw = raw_text(edit, prefix, objects.root(document), document.chunk.text)
        data = edited(data, edit, raw)
    return data


def _order(edit: Edit) -> tuple[int, int]:
    last = edit.path[-1]
    if edit.kind == "remove" and isinstance(last, int):
        return 1, -last
    return 0, 0


def _reads(data: Any) -> str:
    return json.dumps(data, sort_keys=True)
