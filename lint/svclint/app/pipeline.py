"""The pipeline from files to findings, which check, diff and targets share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from svclint.app.facts import FactsFinder
from svclint.app.policies import RunPolicies
from svclint.app.progress import Progress, no_progress
from svclint.engine.across import check_across
from svclint.engine.alone import CheckDocument
from svclint.engine.collecting import Collected, collect
from svclint.engine.execution import SIMPLE, Checking, Execution, Item, results_of
from svclint.engine.live import Live
from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import Findings
from svclint.rule import Rule
from svclint.settings.suppression.applying import SuppressionFilter
from svclint.source import Document
from svclint.source.files import MAX_BYTES, ReadError, Rendered
from svclint.source.kinds import CHECKED_KINDS
from svclint.source.loading import documents_of_bytes

# Documents between two reports of progress.
_STEP = 64


class Setup(NamedTuple):
    """What a run needs besides its files.

    ``check`` is what happens to each document alone; ``rules`` are those of the run, of which the
    ones that compare documents run once all are collected. Files of more than ``most_bytes`` are
    errors. ``is_isolated``: no file decides what of it is checked.
    """

    rules: Sequence[Rule]
    facts_for: FactsFinder
    check: CheckDocument
    kinds: frozenset[str]
    live: Live | None
    policies: RunPolicies
    most_bytes: int = MAX_BYTES
    is_isolated: bool = False


class Run:
    """A run as it proceeds; it is complete once ``findings`` is exhausted.

    ``files`` are those with documents, each with the number of its objects by kind.
    ``findings`` yields one list for each of ``collected.results``, in order.
    """

    collected: Collected
    findings: Iterator[Findings]

    def __init__(self) -> None:
        self.errors: list[ReadError] = []
        self.files: dict[str, dict[str, int]] = {}
        self.suppressing = SuppressionFilter()


class Input(NamedTuple):
    """What a run reads: files, rendered texts, and objects that come from neither."""

    files: Sequence[str] = ()
    texts: Sequence[Rendered] = ()
    documents: Sequence[Document] = ()


def run(
    inputs: Input,
    setup: Setup,
    *,
    execution: Execution = SIMPLE,
    progress: Progress = no_progress,
) -> Run:
    """Check the documents of an input: each alone, then across documents.

    ``execution`` does the work: in this process, or with workers and a cache. Raises
    ``ConfigError`` and ``WorkerError``.
    """
    files = inputs.files
    started = Run()
    checking = Checking(
        setup.check, setup.facts_for, setup.kinds, setup.most_bytes, setup.is_isolated
    )
    from_files = execution.check_files(
        files, checking, lambda count: progress("checking files", count, len(files) - count)
    )
    others = chain(
        results_of("<live>", inputs.documents, setup.check), _of_texts(inputs.texts, setup)
    )
    results = _observed(chain(others, from_files), started, setup.live)
    started.collected = collect(results, setup.live, execution)
    findings = check_across(started.collected, setup.rules, setup.policies, execution)
    started.findings = _counted(findings, len(started.collected.results), progress)
    return started


def _counted(findings: Iterable[Findings], total: int, progress: Progress) -> Iterator[Findings]:
    for done, each in enumerate(findings):
        if done % _STEP == 0:
            progress("resolving references", done, total - done)
        yield each
    progress("resolving references", total, 0)


def _of_texts(texts: Sequence[Rendered], setup: Setup) -> Iterator[Item]:
    for text in texts:
        documents = documents_of_bytes(
            text.name, text.raw, setup.kinds, is_isolated=setup.is_isolated
        )
        yield from results_of(text.name, documents, setup.check)


def _observed(items: Iterable[Item], started: Run, live: Live | None) -> Iterator[DocumentResult]:
    """Note files, errors and suppressions as results pass by."""
    objects = live.by_name() if live else {}
    for item in items:
        if isinstance(item, ReadError):
            started.errors.append(item)
            continue
        document = item.document
        counts = started.files.setdefault(document.file, {})
        if document.kind in CHECKED_KINDS:
            counts[document.kind] = counts.get(document.kind, 0) + 1
        has_live = live is not None and live.name_of(document, item.facts.namespace) in objects
        started.suppressing.add(item, has_live=has_live)
        yield item
