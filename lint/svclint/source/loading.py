"""Load the documents of a run; empty files, templates and patches have a ``problem``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from svclint.source.document import Chunk, Document
from svclint.source.files import STDIN, ReadError, find_files, read_file
from svclint.source.kinds import API_VERSIONS
from svclint.source.kustomization import is_patch
from svclint.source.parse_result import Problem
from svclint.source.stream import NOWHERE, TOP, Begin, documents, is_all_read

_MARKS = ("{{", "{%", "<%")
_RAW_MARKS = tuple(mark.encode() for mark in _MARKS)


def load_paths(
    paths: Sequence[str],
    kinds: Collection[str],
    report_progress: Callable[[str, int, int], None] = lambda _what, _done, _remaining: None,
) -> Iterator[Document | ReadError]:
    """Yield the documents of every file under the paths, in order, or the error of a file.

    ``report_progress`` is called with the number of files that are done, and that remain.
    """
    files = list(find_files(paths))
    for done, file in enumerate(files):
        report_progress("files", done, len(files) - done)
        if isinstance(file, ReadError):
            yield file
        else:
            yield from load_file(file, kinds)


def load_file(file: str, kinds: Collection[str]) -> Iterator[Document | ReadError]:
    """Yield the documents of a file or of standard input, or an error."""
    raw = read_file(file)
    if isinstance(raw, ReadError):
        yield raw
    else:
        yield from documents_of_file(file, raw, kinds)


def documents_of_file(file: str, raw: bytes, kinds: Collection[str]) -> Iterator[Document]:
    """Yield the documents of a whole file or of standard input, whose bytes have been read."""
    if file == STDIN:
        return documents_of_bytes("<stdin>", raw, kinds)
    return documents_of_bytes(file, raw, kinds, TOP)


def documents_of_bytes(
    file: str, raw: bytes, kinds: Collection[str], begin: Begin = NOWHERE
) -> Iterator[Document]:
    """Yield the documents of a file's bytes; a template, patch or empty file has a ``problem``."""
    if has_template_marks(raw):
        found = list(documents(file, raw, kinds, begin))
        for document in found:
            if _is_template(document):
                yield _template(file, raw)
                return
        # A document of another kind that is not valid YAML may be a template: drop it silently.
        yield from (each for each in found if not _is_foreign(each))
        return
    is_empty = not begin.offset
    for document in documents(file, raw, kinds, begin):
        is_empty = False
        is_partial = document.kind in API_VERSIONS and is_patch(document)
        yield _patch(document) if is_partial else document
    if is_empty and is_all_read(raw, kinds):
        problem = Problem("empty", "the file contains no object", 1, 1)
        yield Document(Chunk(file, "", 1), problem=problem)


def has_template_marks(raw: bytes) -> bool:
    """Return whether a file may be a template."""
    # Searching for one byte is far faster than searching for two.
    at = raw.find(b"{")
    while at >= 0:
        if raw[at + 1 : at + 2] in (b"{", b"%"):
            return True
        at = raw.find(b"{", at + 1)
    return b"<" in raw and b"<%" in raw


def _patch(document: Document) -> Document:
    message = "this Service is a kustomize patch, not a complete object"
    return Document(document.chunk, problem=Problem("patch", message, 1, 1))


def _is_foreign(document: Document) -> bool:
    return document.problem is not None and document.problem.kind == "foreign"


def _is_template(document: Document) -> bool:
    if document.problem is not None:
        return document.problem.kind == "syntax"
    if not isinstance(document.data, dict) or document.kind not in ("", *API_VERSIONS):
        return False
    metadata = document.data.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    return _contains_mark(document.data, but=annotations)


def _contains_mark(value: Any, but: Any) -> bool:
    pending = [value]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            if any(mark in value for mark in _MARKS):
                return True
        elif isinstance(value, dict) and value is not but:
            pending += value.keys()
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return False


def _template(file: str, raw: bytes) -> Document:
    at = min(position for position in map(raw.find, _RAW_MARKS) if position >= 0)
    line, column = raw.count(b"\n", 0, at) + 1, at - raw.rfind(b"\n", 0, at)
    problem = Problem("template", "this file is a template and is not checked", line, column)
    return Document(Chunk(file, "", 1), problem=problem)
