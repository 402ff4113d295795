"""One file of a workspace: its documents, each checked alone, and its text in pieces.

After a change, only the pieces of the text that differ are read and checked again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from svclint.app.pipeline import Setup
from svclint.engine.execution import results_of
from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import Findings
from svclint.model import Finding, Suppression
from svclint.source import Document
from svclint.source.encoding import as_utf8
from svclint.source.files import ReadError
from svclint.source.loading import documents_of_bytes
from svclint.source.recognition.encrypted import encryption_of
from svclint.source.recognition.recognize import compared, recognized
from svclint.source.recognition.templates import may_be_template
from svclint.source.stream import (
    TOP,
    Begin,
    documents,
    documents_of_piece,
    is_yaml_stream,
)
from svclint.source.stream_pieces import are_all_objects, wanted_pieces

# Problems of a text that is being typed.
_UNFINISHED = ("syntax", "foreign", "unread", "encoding")


class Piece(NamedTuple):
    """A piece of a stream between separators, the line where it begins, and its results."""

    raw: bytes
    line: int
    results: tuple[DocumentResult, ...]


class CheckedFile(NamedTuple):
    """A file whose documents were checked alone.

    ``pieces`` is empty where a text is read as a whole. ``kept`` are the last good results of
    objects whose text cannot be read at the moment. ``moved`` are the results that only stand on
    other lines than before.
    """

    results: tuple[DocumentResult, ...] = ()
    errors: tuple[ReadError, ...] = ()
    pieces: tuple[Piece, ...] = ()
    kept: tuple[DocumentResult, ...] = ()
    moved: tuple[DocumentResult, ...] = ()

    @property
    def objects(self) -> list[DocumentResult]:
        """The results of all objects, also of those whose text cannot be read at the moment."""
        found = [each for each in self.results if isinstance(each.document.data, dict)]
        return [*found, *self.kept]


def check_file(file: str, raw: bytes, setup: Setup, *, is_on_disk: bool) -> CheckedFile:
    """Check the documents of a file alone; ``is_on_disk``: its text can be read again there."""
    if is_on_disk:
        found = documents_of_bytes(file, raw, setup.kinds, TOP)
        return _checked(results_of(file, found, setup.check))
    return check_file_again(file, raw, setup, CheckedFile())


def check_file_again(file: str, raw: bytes, setup: Setup, before: CheckedFile) -> CheckedFile:
    """Check a file whose text has changed; what is equal in it is not read again."""
    if not _is_piecewise(file, raw, setup.kinds):
        found = documents_of_bytes(file, raw, setup.kinds, Begin(1, None))
        checked = _checked(results_of(file, found, setup.check))
        return checked._replace(kept=_kept(checked.results, before))
    known: dict[bytes, list[Piece]] = defaultdict(list)
    for piece in reversed(before.pieces):
        known[piece.raw].append(piece)
    pieces: list[Piece] = []
    moved: list[DocumentResult] = []
    errors: list[ReadError] = []
    for start, end, lines in wanted_pieces(raw, setup.kinds):
        text, line = raw[start:end], lines + 1
        same = known[text].pop() if known.get(text) else None
        if same is not None and same.line != line:
            same = _moved(same, line)
            moved += same.results if same is not None else ()
        if same is None:
            checked = _check_piece(file, raw, text, line, setup)
            errors += checked.errors
            same = Piece(text, line, checked.results)
        pieces.append(same)
    results = tuple(each for piece in pieces for each in piece.results)
    if not results and not errors:
        # What is said of such a file is about the whole text.
        found = documents_of_bytes(file, raw, setup.kinds, Begin(1, None))
        results = _checked(results_of(file, found, setup.check)).results
    kept = _kept(results, before)
    return CheckedFile(results, tuple(errors), tuple(pieces), kept, tuple(moved))


def _is_piecewise(file: str, raw: bytes, kinds: frozenset[str]) -> bool:
    """Return whether each piece of a text has the same meaning alone."""
    if not is_yaml_stream(raw) or may_be_template(raw) or compared(file) is not None:
        return False
    if encryption_of(raw):
        # One character makes all of it a binary file.
        return False
    return as_utf8(raw) is raw and are_all_objects(file, raw, wanted_pieces(raw, kinds))


def _check_piece(file: str, raw: bytes, text: bytes, line: int, setup: Setup) -> CheckedFile:
    def all_documents() -> list[Document]:
        return list(documents(file, raw, None))

    found = (
        recognized(document, raw, all_documents)
        for document in documents_of_piece(file, text, line, setup.kinds)
    )
    return _checked(results_of(file, found, setup.check))


def _checked(items: Iterable[DocumentResult | ReadError]) -> CheckedFile:
    results: list[DocumentResult] = []
    errors: list[ReadError] = []
    for item in items:
        if isinstance(item, ReadError):
            errors.append(item)
        else:
            results.append(item)
    return CheckedFile(tuple(results), tuple(errors))


def _moved(piece: Piece, line: int) -> Piece | None:
    """Return a piece that begins on another line; ``None`` if it must be checked again."""
    chunks = {id(each.document.chunk): each.document.chunk for each in piece.results}
    # Messages about what is irregular in a text name lines.
    regular = all(not each.document.irregularities - {"prefix", "kind"} for each in piece.results)
    if not regular or any(chunk.first_line != piece.line for chunk in chunks.values()):
        return None
    for chunk in chunks.values():
        chunk.first_line = line
    by = line - piece.line
    results = tuple(_moved_result(each, by) for each in piece.results)
    return Piece(piece.raw, line, results)


def _moved_result(result: DocumentResult, by: int) -> DocumentResult:
    findings: Findings = [
        _moved_finding(each, by) if isinstance(each, Finding) else each for each in result.findings
    ]
    suppressions = tuple(_moved_suppression(each, by) for each in result.suppressions)
    return result._replace(findings=findings, suppressions=suppressions)


def _moved_finding(finding: Finding, by: int) -> Finding:
    place, fix = finding.location, finding.fix
    return finding._replace(
        location=place._replace(line=place.line + by),
        related=tuple(each._replace(line=each.line + by) for each in finding.related),
        fix=fix and fix._replace(line=fix.line + by),
    )


def _moved_suppression(suppression: Suppression, by: int) -> Suppression:
    place = suppression.place
    return suppression._replace(
        place=place._replace(line=place.line + by),
        first=suppression.first + by,
        last=suppression.last + by,
    )


def _kept(results: Sequence[DocumentResult], before: CheckedFile) -> tuple[DocumentResult, ...]:
    """Return the last good results of objects that are missing while a text cannot be read."""
    broken = [
        each.document
        for each in results
        if each.document.problem is not None and each.document.problem.kind in _UNFINISHED
    ]
    if not broken:
        return ()
    present = {each.document.object_name for each in results}
    gone = [each for each in before.objects if each.document.object_name not in present]
    if len(gone) == len(broken):
        for result, document in zip(gone, broken, strict=True):
            # It stands where the text is that cannot be read.
            result.document.chunk.first_line = document.chunk.first_line
    return tuple(gone)
