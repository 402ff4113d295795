"""Load the documents of a run; what is not a manifest has a ``problem`` that says what it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from svclint.source.document import Chunk, Document
from svclint.source.encoding import as_utf8
from svclint.source.file_search import find_files
from svclint.source.files import STDIN, ReadError, read_file, rendered_folder
from svclint.source.parse_result import Problem
from svclint.source.recognition.recognize import compared, recognized, snapshot
from svclint.source.recognition.snapshots import FACTS_KIND, is_snapshot
from svclint.source.recognition.templated_documents import with_templates_marked
from svclint.source.recognition.templates import may_be_template
from svclint.source.stream import NOWHERE, TOP, Begin, documents, is_all_read


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
        report_progress("reading files", done, len(files) - done)
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


def documents_of_file(
    file: str, raw: bytes, kinds: Collection[str], *, is_isolated: bool = False
) -> Iterator[Document]:
    """Yield the documents of a whole file or of standard input, whose bytes have been read."""
    if file == STDIN:
        return documents_of_bytes("<stdin>", raw, kinds, is_isolated=is_isolated)
    return documents_of_bytes(file, raw, kinds, TOP, is_isolated=is_isolated)


def documents_of_bytes(
    file: str,
    raw: bytes,
    kinds: Collection[str],
    begin: Begin = NOWHERE,
    *,
    is_isolated: bool = False,
) -> Iterator[Document]:
    """Yield the documents of a file's bytes; what is not a manifest has a ``problem``.

    In isolation, an object that kubectl would apply as it is written is a manifest, whatever marks
    stand in it and whatever its file is called.
    """
    part = None if is_isolated else compared(file)
    if part is not None:
        yield part
        return
    if FACTS_KIND not in kinds and not is_isolated and is_snapshot(raw):
        yield snapshot(file)
        return
    text = as_utf8(raw)
    if isinstance(text, Problem):
        yield Document(Chunk(file, "", 1), problem=text)
        return
    if text is not raw:
        # The lines of the file cannot be read again from their place in it.
        raw, begin = text, NOWHERE
    found: Iterable[Document] = documents(file, raw, kinds, begin)
    if may_be_template(raw):
        found = with_templates_marked(file, raw, list(found), is_isolated=is_isolated)
        # A document of another kind that is not valid YAML may be a template: no rule reports it.
        found = map(_unread, found)
        is_empty = False
    else:
        is_empty = not begin.offset

    def all_documents() -> list[Document]:
        return list(documents(file, raw, None))

    for document in found:
        is_empty = False
        yield recognized(document, raw, all_documents, is_isolated=is_isolated)
    # A chart of named templates, or an overlay of CustomResourceDefinitions, is no mistake.
    if is_empty and not rendered_folder(file) and is_all_read(raw, kinds):
        problem = Problem("empty", "the file contains no object", 1, 1)
        yield Document(Chunk(file, "", 1), problem=problem)


def _unread(document: Document) -> Document:
    problem = document.problem
    if problem is None or problem.kind != "foreign":
        return document
    return Document(document.chunk, problem=problem._replace(kind="unread"))
