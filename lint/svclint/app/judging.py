"""Judge files as the options of a command ask for, or remember what came of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from svclint.app.facts import Said, configs_of
from svclint.engine.wire import Plain, finding_of, plain_finding
from svclint.kubernetes.live import LiveState
from svclint.model import Finding, Suppressed
from svclint.source.files import STDIN, ReadError, find_files

if TYPE_CHECKING:
    from svclint.engine.cache import State
    from svclint.rule import Rule
    from svclint.settings.rule_selection import Asked
    from svclint.source.rendering import Rendered

DAMAGED = "the cache was damaged, and is built anew"


class Outcome:
    """What a check finds, what it cannot do, and how much it reads: filled as it goes."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.suppressed: list[Suppressed] = []
        self.errors: list[ReadError] = []
        # Each with the number of its Services.
        self.files: dict[str, int] = {}
        # Files that configurations extend, which may lie anywhere.
        self.extended: list[str] = []


class Judging(NamedTuple):
    """How documents are judged in this run; all of it that is plain is part of the cache's key."""

    words: Said
    live: LiveState
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    how: str
    jobs: int | None
    is_debugged: bool
    # Empty where the command line does not say: the configuration may, then.
    profile: str = ""
    policies: tuple[str, ...] = ()
    # Texts to judge before any file.
    rendered: tuple[Rendered, ...] = ()
    is_cached: bool = False
    needs_reason: bool = False
    # Says what a person who asks for details may want to know.
    tell: Callable[[str], None] = lambda _words: None

    @property
    def default_paths(self) -> tuple[str, ...]:
        """What is read where no path is named."""
        return () if self.rendered else (".",)

    @property
    def asked(self) -> Asked:
        """What the command line says of rules."""
        # Most of a start is loading rules, which a run that is remembered need not.
        from svclint.settings.rule_selection import Asked  # noqa: PLC0415

        return Asked(self.select, self.ignore, self.profile, self.needs_reason)

    def rules(self, files: Collection[str]) -> tuple[Rule, ...]:
        """Give the rules that are asked in a run over some files. Raises ``ConfigError``."""
        from svclint.settings.rule_selection import rules_of_run  # noqa: PLC0415

        configs = configs_of(files, self.words)
        return rules_of_run(configs, self.asked, has_changes=bool(self.live.objects))


def judge(paths: Sequence[str], judging: Judging) -> Outcome:
    """Judge all documents under some paths. Raises ``ConfigError`` and ``WorkerError``."""
    found = list(find_files(paths))
    files = [file for file in found if isinstance(file, str)]
    errors = [error for error in found if isinstance(error, ReadError)]
    if not judging.is_cached or judging.live.objects or STDIN in files:
        return _judged(files, errors, judging)
    from svclint.engine import cache  # noqa: PLC0415 - only where it is used

    key, state = _key(paths, judging), cache.state_of(files)
    # What was read from elsewhere may have changed without any file of this run telling.
    is_all_seen = not (errors or judging.rendered or judging.policies)
    known = None
    try:
        known = cache.load(key, state) if is_all_seen else None
    except cache.DamagedError:
        judging.tell(DAMAGED)
    if known is not None:
        return _remembered(known)
    outcome = _judged(files, errors, judging, state)
    if is_all_seen and not outcome.errors:
        cache.store(key, state, _plain(outcome), outcome.extended)
    return outcome


def _plain(outcome: Outcome) -> Plain:
    findings = [plain_finding(each) for each in outcome.findings]
    if not outcome.suppressed:
        return findings, [], outcome.files, outcome.extended
    from svclint.settings.suppression import plain_suppressed  # noqa: PLC0415 - few runs have any

    suppressed = [plain_suppressed(each) for each in outcome.suppressed]
    return findings, suppressed, outcome.files, outcome.extended


def _remembered(plain: Plain) -> Outcome:
    outcome = Outcome()
    findings, suppressed, outcome.files, outcome.extended = plain
    outcome.findings = [finding_of(each) for each in findings]
    if suppressed:
        from svclint.settings.suppression import suppressed_of  # noqa: PLC0415 - few runs have any

        outcome.suppressed = [suppressed_of(each) for each in suppressed]
    return outcome


def _judged(
    files: Sequence[str], errors: list[ReadError], judging: Judging, state: State | None = None
) -> Outcome:
    # Half of a start is loading what judges, which a run that is remembered need not.
    from svclint.app.running import judged_outcome  # noqa: PLC0415

    outcome = judged_outcome(files, judging, state)
    outcome.errors[:0] = errors
    return outcome


def _key(paths: Sequence[str], judging: Judging) -> str:
    chosen = (judging.select, judging.ignore, judging.profile, judging.needs_reason)
    return repr((paths, judging.words, chosen, judging.is_debugged))
