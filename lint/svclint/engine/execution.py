"""How the work of a run is carried out: the seam for everything that makes a run fast.

``Execution`` is the simple way: one file after the other, in this process. ``FastExecution`` in
``svclint.engine.acceleration`` has the same methods, and finds the same with workers and a cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from svclint.engine.alone import CheckDocument, FactsFor
from svclint.engine.results import DocumentResult, Results
from svclint.engine.run_rules import Findings
from svclint.model import time_limit
from svclint.model.errors import SvclintError, internal_error
from svclint.source import Document
from svclint.source.files import MAX_BYTES, ReadError, read_file
from svclint.source.loading import documents_of_file

Item = DocumentResult | ReadError


class Checking(NamedTuple):
    """How each document is checked alone; ``facts_for`` returns the facts of a file.

    Documents of other kinds than ``kinds`` are skipped, and files of more than ``most_bytes`` are
    errors. ``is_isolated``: nothing in a file makes an object of it a template or a part.
    """

    check: CheckDocument
    facts_for: FactsFor
    kinds: frozenset[str]
    most_bytes: int = MAX_BYTES
    is_isolated: bool = False


_END: Any = object()


def results_of(file: str, documents: Iterable[Document], check: CheckDocument) -> Iterator[Item]:
    """Yield the result of each document of a file, and an error if the rest cannot be checked."""
    found: Iterator[Item] = map(check, documents)
    item: Item = _END
    while True:
        try:
            with time_limit.INTERRUPTIBLE:
                item = next(found, _END)
        except time_limit.TimeLimitReached:
            item = ReadError(file, f"was not checked completely: {time_limit.spelled()}")
        except SvclintError:
            raise
        except Exception as error:
            item = ReadError(file, f"was not checked completely: {internal_error(error)}")
        if item is _END:
            return
        yield item
        if isinstance(item, ReadError):
            return


def not_checked(file: str) -> ReadError:
    """Return the error for the first of the files that are not checked for lack of time."""
    return ReadError(file, f"and what follows it was not checked: {time_limit.spelled()}")


class Packer:
    """Takes the documents of a run once they are collected; this one leaves them as they are."""

    # Whether documents are packed from now on, so that reading their data again takes time.
    is_packing = False

    def add(self, document: Document) -> None:
        """Take a document whose data does not change any more."""

    def close(self) -> None:
        """Note that all documents have been added."""


class Execution:
    """The work of a run, done here and now."""

    def check_files(
        self, files: Sequence[str], checking: Checking, progress: Callable[[int], None]
    ) -> Iterator[Item]:
        """Yield the result of each document of some files, in order, and files that fail to read.

        ``progress`` is called with the number of files that are done.
        """
        for done, file in enumerate(files):
            progress(done)
            if time_limit.is_reached():
                yield not_checked(file)
                break
            raw = read_file(file, checking.most_bytes)
            if isinstance(raw, ReadError):
                yield raw
            else:
                documents = documents_of_file(
                    file, raw, checking.kinds, is_isolated=checking.is_isolated
                )
                yield from results_of(file, documents, checking.check)
        progress(len(files))

    def check_results(
        self, results: Results, check: Callable[[DocumentResult], Findings]
    ) -> Iterator[Findings]:
        """Yield what ``check`` returns for each result, in order."""
        return map(check, results)

    def packer(self) -> Packer:
        """Return what takes the documents of the run once they are collected."""
        return Packer()


SIMPLE = Execution()
