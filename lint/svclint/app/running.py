"""Judge files: each document by itself, then with all others in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from svclint.app.facts import FactsFinder, configs_of, extended_files, kinds_read
from svclint.app.judging import DAMAGED, Judging, Outcome
from svclint.cli.notes import PATIENCE, Ticker
from svclint.engine.document_wire import Item
from svclint.engine.parallel import How, judge_files, spread_over
from svclint.engine.run import Judged, Live, RuleCrash, alone, settle
from svclint.model import Finding
from svclint.settings.rule_selection import Choice, rules_of_run
from svclint.settings.suppression.applying import Suppressing, in_place
from svclint.source.files import ReadError
from svclint.source.load import read

if TYPE_CHECKING:
    from svclint.engine.cache import State
    from svclint.engine.file_cache import Memory
    from svclint.engine.rules import Found
    from svclint.kubernetes.inventory import Inventory
    from svclint.model.cluster import Version
    from svclint.policy.governing import Governor
    from svclint.rule import Rule
    from svclint.source.rendering import Rendered


# Fewer files are judged anew as quickly as they are remembered.
FEWEST_REMEMBERED = 50


def judged_outcome(files: Sequence[str], judging: Judging, state: State | None = None) -> Outcome:
    """Judge all documents of some files. Raises ``ConfigError`` and ``WorkerError``.

    Where their ``state`` is given, what single files come to may be remembered.
    """
    facts_for = FactsFinder(judging.words, judging.live)
    configs = configs_of(files, judging.words)
    rules = rules_of_run(configs, judging.asked, has_changes=bool(judging.live.objects))
    outcome, suppressing = Outcome(), Suppressing()
    outcome.extended = extended_files(configs)
    live = _live(judging)
    how = How(rules, facts_for, live, kinds_read(configs))
    memory = None if state is None else _memory(state, judging, how, outcome.extended)
    by_file = _of_files(files, how, judging.jobs, memory)
    items = chain(_of_texts(judging.rendered, how), by_file)
    judged, spread = _noted(items, how, outcome, suppressing), spread_over(judging.jobs)
    governor = Lazily(judging.policies, judging.words.settings.version, how.rules, live)
    settled = settle(judged, how.rules, live, spread, governor)
    found: list[Finding] = []
    for item in chain(settled, governor.problems()):
        if isinstance(item, RuleCrash):
            words = f"{item}\n{item.trace}" if judging.is_debugged else str(item)
            outcome.errors.append(ReadError("", words))
        else:
            found.append(item)

    def choice_for(file: str) -> Choice:
        return facts_for.choice(file, judging.asked, rules)

    heard = list(_heard(found, choice_for))
    outcome.findings, outcome.suppressed = suppressing.split(heard)
    told, more = suppressing.split(suppressing.told(rules, choice_for))
    outcome.findings = in_place(outcome.findings, told, outcome.files)
    outcome.suppressed += more
    if memory is not None:
        memory.save()
    return outcome


def _memory(state: State, judging: Judging, how: How, extended: Sequence[str]) -> Memory | None:
    """Open what is known of single files, where all that it depends on is the same."""
    if len(state.files) < FEWEST_REMEMBERED:
        return None
    from svclint.engine.cache import DamagedError, load_files, stat_of  # noqa: PLC0415 - many files only
    from svclint.engine.file_cache import Memory  # noqa: PLC0415 - for many files only

    names = [(rule.name, int(rule.severity)) for rule in how.rules]
    others = [(file, stat_of(file)) for file in extended]
    key = repr(("files", judging.words, judging.asked, names, sorted(how.kinds), others))
    try:
        entries = load_files(key)
    except DamagedError:
        judging.tell(DAMAGED)
        entries = {}
    return Memory(key, state, entries)


def _heard(findings: Iterable[Finding], choice_for: Callable[[str], Choice]) -> Iterator[Finding]:
    """Give the findings that the configurations of their files let speak, as loud as they say."""
    for finding in findings:
        choice = choice_for(finding.location.file)
        if finding.rule in choice.rules:
            yield choice.applied(finding)


class Lazily:
    """Loads what judges policies only where there is one: most runs have none."""

    def __init__(
        self,
        policies: Sequence[str],
        version: Version | None,
        rules: Sequence[Rule],
        live: Live | None,
    ) -> None:
        """Take the paths of the policies that are named, and the Kubernetes version asked for."""
        self._policies, self._version = policies, version
        self._rules, self._live = rules, live
        self._governor: Governor | None = None

    def __call__(self, inventory: Inventory) -> Callable[[Judged], Found] | None:
        """Give what policies say of each Service; ``None`` where there are no policies."""
        if self._governor is None:
            is_idle = not self._policies and not inventory.has_policies
            if is_idle:
                return None
            from svclint.kubernetes.schema import newest  # noqa: PLC0415
            from svclint.policy.governing import Governor, read_policies  # noqa: PLC0415

            named = read_policies(self._policies) if self._policies else []
            spelt = ".".join(map(str, self._version)) if self._version else newest()
            self._governor = Governor(named, self._rules, self._live, spelt)
        return self._governor(inventory)

    def problems(self) -> Iterator[Finding]:
        """Give what is wrong with the policies themselves."""
        if self._governor is not None:
            yield from self._governor.problems()


def _live(judging: Judging) -> Live | None:
    if not judging.live.objects:
        return None
    from svclint.kubernetes.service.update import ApplyOptions  # noqa: PLC0415 - most runs have no live objects

    return Live(judging.live.objects, ApplyOptions(judging.how))


def _noted(
    items: Iterable[Item], how: How, outcome: Outcome, suppressing: Suppressing
) -> Iterator[Judged]:
    """Keep count of files, errors and suppressions."""
    services = how.live.services() if how.live else {}
    for item in items:
        if isinstance(item, ReadError):
            outcome.errors.append(item)
            continue
        document = item.document
        file = document.file
        outcome.files[file] = outcome.files.get(file, 0) + (document.kind == "Service")
        has_live = False
        if services:
            name = document.object_name
            has_live = (name.namespace or item.facts.namespace, name.name) in services
        suppressing.note(item, has_live=has_live)
        yield item


def _of_files(
    files: Sequence[str], how: How, jobs: int | None, memory: Memory | None
) -> Iterator[Item]:
    with Ticker(PATIENCE) as ticker:
        yield from judge_files(
            files, how, jobs, memory, lambda done: ticker.tell("files", done, len(files) - done)
        )


def _of_texts(texts: Sequence[Rendered], how: How) -> Iterator[Judged]:
    for text in texts:
        yield from alone(read(text.name, text.raw, how.kinds), how.rules, how.facts_for, how.live)
