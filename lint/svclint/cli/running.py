"""Judge files: each document by itself, then with all others in sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from svclint.cli.facts import FactsFinder, kinds_read
from svclint.cli.judging import Judging, Outcome
from svclint.engine import Judged, Live, RuleCrash, alone, settle
from svclint.model import Finding
from svclint.sharing import How, judge_files, spread_over
from svclint.source.files import ReadError
from svclint.source.load import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from svclint.inventory import Inventory
    from svclint.judge import Found
    from svclint.policy.governing import Governor
    from svclint.rendering import Rendered
    from svclint.rule import Rule


def judged_outcome(files: Sequence[str], judging: Judging) -> Outcome:
    """Judge all documents of some files. Raises ``ConfigError`` and ``WorkerError``."""
    facts_for = FactsFinder(judging.words, judging.live)
    outcome = Outcome()
    live = _live(judging)
    how = How(judging.rules, facts_for, live, kinds_read(facts_for))
    judged, spread = _judged(files, how, judging, outcome), spread_over(judging.jobs)
    governor = Lazily(judging, how.rules, live)
    settled = settle(judged, how.rules, live, spread, governor)
    for item in chain(settled, governor.problems()):
        if isinstance(item, RuleCrash):
            words = f"{item}\n{item.trace}" if judging.is_debugged else str(item)
            outcome.errors.append(ReadError("", words))
        elif _wanted(item, facts_for):
            outcome.findings.append(item)
    return outcome


class Lazily:
    """Loads what judges policies only where there is one: most runs have none."""

    def __init__(self, judging: Judging, rules: Sequence[Rule], live: Live | None) -> None:
        self._judging, self._rules, self._live = judging, rules, live
        self._governor: Governor | None = None
        self._policies = judging.policies

    def __call__(self, inventory: Inventory) -> Callable[[Judged], Found]:
        """Give what policies say of each Service; nothing where there are no policies."""
        if self._governor is None:
            is_idle = not self._policies and not inventory.has_policies
            if is_idle:
                return lambda _judged: []
            from svclint.policy.governing import Governor, read_policies  # noqa: PLC0415
            from svclint.schema import newest  # noqa: PLC0415

            named = read_policies(self._policies) if self._policies else []
            version = self._judging.words.settings.version
            spelt = ".".join(map(str, version)) if version else newest()
            self._governor = Governor(named, self._rules, self._live, spelt)
        return self._governor(inventory)

    def problems(self) -> Iterator[Finding]:
        """Give what is wrong with the policies themselves."""
        if self._governor is not None:
            yield from self._governor.problems()


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
        yield from alone(read(text.name, text.raw, how.kinds), how.rules, how.facts_for, how.live)


def _wanted(finding: Finding, facts_for: FactsFinder) -> bool:
    """Whether the configuration of the finding's file lets its rule speak."""
    _, settings = facts_for.settings(finding.location.file)
    if not settings.select and not settings.ignore:
        return True
    names = {finding.rule, finding.group}
    return bool(not settings.select or names & set(settings.select)) and not (
        names & set(settings.ignore)
    )
