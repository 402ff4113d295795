"""Plan the fixes of one file in batches, each tested before it is offered.

The edited text must read as the same objects except for the edits; otherwise there is no fix.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from svclint.fix.errors import UnfixableError
from svclint.fix.manifest_file import ManifestFile, content
from svclint.fix.object_edits import apply_to_data, resolve
from svclint.fix.text_edits import TextEdit, apply_edits, single_edit, source_text, text_edits
from svclint.model import Edit, Finding, Path
from svclint.source.document import Document
from svclint.source.spans import Span, spans


class PlannedFix(NamedTuple):
    """The planned fix of a finding: edits of the text, or the ``problem`` that prevents it.

    ``document`` is the index of its object in the file, ``path_edits`` are the edits in paths.
    """

    finding: Finding
    edits: tuple[TextEdit, ...] = ()
    problem: str = ""
    document: int = -1
    path_edits: tuple[Edit, ...] = ()

    @property
    def touched(self) -> Iterator[Path]:
        """The paths that change."""
        for edit in self.path_edits:
            yield edit.path
            if edit.kind == "rename":
                yield (*edit.path[:-1], str(edit.value))
            elif edit.kind == "lift":
                yield (*edit.path[:-2], str(edit.value))


def plan_batches(objects: ManifestFile, findings: Sequence[Finding]) -> list[list[PlannedFix]]:
    """Return the fixes of the findings of a file in batches; a batch can be applied together.

    Every batch starts from the original file. The last list is not a batch: it
    contains the fixes that are impossible.
    """
    planned = [_planned(finding, objects) for finding in findings]
    failed = [each for each in planned if each.problem]
    batches: list[list[PlannedFix]] = []
    waiting = [each for each in planned if not each.problem]
    while waiting:
        batch, waiting = _independent(waiting)
        good, later, bad = _tested(batch, objects)
        if good:
            batches.append(good)
        failed += bad
        waiting += later
    return [*batches, failed]


def apply_batch(text: str, batch: Iterable[PlannedFix]) -> str:
    """Return the text after the fixes of a batch."""
    return apply_edits(text, [edit for planned in batch for edit in planned.edits])


def _planned(finding: Finding, objects: ManifestFile) -> PlannedFix:
    fix = finding.fix
    assert fix is not None
    try:
        number = objects.number(fix)
        document = objects.documents[number]
        excerpt = finding.excerpt.rstrip()
        if excerpt and objects.line(finding.location.line).rstrip() != excerpt:
            raise UnfixableError("the file has changed in the meantime")
        path_edits = tuple(resolve(document.data, edit) for edit in fix.edits)
        path_edits = tuple(dict.fromkeys(path_edits))
        for edit in path_edits:
            apply_to_data(document.data, edit, "")
        offset = objects.offset(document)
        found = _sorted_text_edits(
            path_edits, fix.prefix, document.chunk.text, objects.root(document)
        )
        if all(document.chunk.text[edit.start : edit.end] == edit.text for edit in found):
            raise UnfixableError("nothing would change")
        shifted = [TextEdit(e.start + offset, e.end + offset, e.text) for e in found]
    except UnfixableError as problem:
        return PlannedFix(finding, problem=str(problem))
    return PlannedFix(finding, tuple(shifted), "", number, path_edits)


def _sorted_text_edits(
    path_edits: Sequence[Edit], prefix: Path, text: str, root: Span
) -> list[TextEdit]:
    """Return the text edits of a fix, in order. Raises ``UnfixableError``."""
    found = sorted(edit for each in path_edits for edit in text_edits(each, prefix, root, text))
    if not any(_overlap(one, other) for one, other in pairwise(found)):
        return found
    # Neighbours may both remove the comma or newline between them: apply them one by one.
    after = text
    for each in sorted(path_edits, key=_order):
        now = spans(after)
        if now is None:
            raise UnfixableError("its edits overlap")
        after = apply_edits(after, text_edits(each, prefix, now, after))
    return [single_edit(text, after)]


def _independent(waiting: Sequence[PlannedFix]) -> tuple[list[PlannedFix], list[PlannedFix]]:
    """Return fixes that do not interfere with each other, and the rest."""
    batch: list[PlannedFix] = []
    rest: list[PlannedFix] = []
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
    """Return whether two edits, sorted by start, overlap."""
    return other.start < one.end or other.start == one.start


def _tested(
    batch: list[PlannedFix], objects: ManifestFile
) -> tuple[list[PlannedFix], list[PlannedFix], list[PlannedFix]]:
    """Return the fixes that work together, those for a later batch, and those that fail."""
    if _is_as_expected(batch, objects):
        return batch, [], []
    good, bad = _bisect(batch, objects)
    problem = "the file would mean something else afterwards"
    failed = [planned._replace(problem=problem, edits=()) for planned in bad]
    return (good, [], failed) if _is_as_expected(good, objects) else (good[:1], good[1:], failed)


def _bisect(
    batch: list[PlannedFix], objects: ManifestFile
) -> tuple[list[PlannedFix], list[PlannedFix]]:
    """Separate the fixes that work from those that fail, by bisection."""
    if _is_as_expected(batch, objects):
        return batch, []
    if len(batch) == 1:
        return [], batch
    middle = len(batch) // 2
    one, other = _bisect(batch[:middle], objects), _bisect(batch[middle:], objects)
    return one[0] + other[0], one[1] + other[1]


def _is_as_expected(batch: Iterable[PlannedFix], objects: ManifestFile) -> bool:
    by_document: dict[int, list[PlannedFix]] = {}
    for planned in batch:
        by_document.setdefault(planned.document, []).append(planned)
    expected = [
        content(_expected(objects, each, by_document.get(number, ())))
        if each.problem is None
        else ""
        for number, each in enumerate(objects.documents)
    ]
    raw = apply_batch(objects.text, batch).encode("utf-8", "surrogateescape")
    return ManifestFile(objects.file, raw).contents() == expected


def _expected(objects: ManifestFile, document: Document, batch: Sequence[PlannedFix]) -> Any:
    """Return the data of an object after a batch; list entries are removed last, from the end."""
    edits = [(edit, planned) for planned in batch for edit in planned.path_edits]
    edits.sort(key=lambda each: _order(each[0]))
    data = document.data
    for edit, planned in edits:
        assert planned.finding.fix is not None
        prefix = planned.finding.fix.prefix
        raw = source_text(edit, prefix, objects.root(document), document.chunk.text)
        data = apply_to_data(data, edit, raw)
    return data


def _order(edit: Edit) -> tuple[int, int]:
    if edit.kind == "remove" and isinstance(edit.path[-1], int):
        return 1, -edit.path[-1]
    return 0, 0
