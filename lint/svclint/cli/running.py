"""Judge files: each document by itself, then with all others in sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from svclint.cli.facts import FactsFinder
from svclint.cli.judging import Judging, Outcome
from svclint.engine import KINDS_READ, Judged, Live, RuleCrash, alone, settle
from svclint.model import Finding
from svclint.sharing import How, judge_files, spread_over
from svclint.source.files import ReadError
from svclint.source.load import read

if TYPE_CHECKING:
    from svclint.rendering import Rendered


def judged_outcome(files: Sequence[str], judging: Judging) -> Outcome:
    """Judge all documents of some files. Raises ``ConfigError`` and ``WorkerError``."""
    facts_for = FactsFinder(judging.words, judging.live)
    outcome = Outcome()
    live = _live(judging)
    how = How(judging.rules, facts_for, live)
    judged, spread = _judged(files, how, judging, outcome), spread_over(judging.jobs)
    for item in settle(judged, how.rules, live, spread):
        if isinstance(item, RuleCrash):
            words = f"{item}\n{item.trace}" if judging.is_debugged else str(item)
            outcome.errors.append(ReadError("", words))
        elif _wanted(item, facts_for):
            outcome.findings.append(item)
    return outcome


def _live(judging: Judging) -> Live | None:
    if not judging.live.objects:
        return None
    from svclint.service.update import Ways  # noqa: PLC0415 - most runs have no live objects

    return Live(judging.live.objects, Ways(judging.how))


def _judged(files: Sequence[str], how: How, judging: Judging, outcome: Outcome) -> Iterator[Judged]:
    """Judge each document by itself, and keep count of files and errors."""
    for item in chain(_of_texts(judging.rendered, how), judge_files(files, how, judging.jobs)):
        if isinstance(item, ReadError):
            outcome.errors.append(item)
            continue
        file = item.document.chunk.file
        outcome.files[file] = outcome.files.get(file, 0) + (item.document.kind == "Service")
        yield item


def _of_texts(texts: Sequence[Rendered], how: How) -> Iterator[Judged]:
    for text in texts:
        yield from alone(read(text.name, text.raw, KINDS_READ), how.rules, how.facts_for, how.live)


def _wanted(finding: Finding, facts_for: FactsFinder) -> bool:
    """Whether the configuration of the finding's file lets its rule speak."""
    _, settings = facts_for.settings(finding.location.file)
    if not settings.select and not settings.ignore:
        return True
    names = {finding.rule, finding.group}
    return bool(not settings.select or names & set(settings.select)) and not (
        names & set(settings.ignore)
    )
