"""Judge files as the options of a command ask for, or remember what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from svclint.cli.facts import Said
from svclint.live import LiveState
from svclint.model import Finding
from svclint.source.files import STDIN, ReadError, find_files

if TYPE_CHECKING:
    from svclint.rendering import Rendered
    from svclint.rule import Rule


class Outcome:
    """What a check finds, what it cannot do, and how much it reads: filled as it goes."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.errors: list[ReadError] = []
        # Each with the number of its Services.
        self.files: dict[str, int] = {}


class Judging(NamedTuple):
    """How documents are judged in this run; all of it that is plain is part of the cache's key."""

    words: Said
    live: LiveState
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    how: str
    jobs: int | None
    is_debugged: bool
    profile: str = "recommended"
    policies: tuple[str, ...] = ()
    # Texts to judge before any file.
    rendered: tuple[Rendered, ...] = ()
    is_cached: bool = False
    # Says what a person who asks for details may want to know.
    tell: Callable[[str], None] = lambda _words: None

    @property
    def default_paths(self) -> tuple[str, ...]:
        """What is read where no path is named."""
        return () if self.rendered else (".",)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are asked. Raises ``UnknownRuleError``."""
        # Most of a start is loading rules, which a run that is remembered need not.
        from svclint.registry import chosen  # noqa: PLC0415

        has_changes = bool(self.live.objects)
        return chosen(self.select, self.ignore, self.profile, has_changes=has_changes)


def judge(paths: Sequence[str], judging: Judging) -> Outcome:
    """Judge all documents under some paths. Raises ``ConfigError`` and ``WorkerError``."""
    found = list(find_files(paths))
    files = [file for file in found if isinstance(file, str)]
    errors = [error for error in found if isinstance(error, ReadError)]
    # What was read from elsewhere may have changed without any file of this run telling.
    is_elsewhere = bool(judging.live.objects or judging.rendered or judging.policies)
    is_elsewhere = is_elsewhere or STDIN in files
    if not judging.is_cached or errors or is_elsewhere:
        return _judged(files, errors, judging)
    from svclint import cache  # noqa: PLC0415 - only where it is used
    from svclint.plain import finding_of, plain_finding  # noqa: PLC0415

    key, state = _key(paths, judging), cache.state_of(files)
    try:
        known = cache.load(key, state)
    except cache.DamagedError:
        judging.tell("the cache was damaged, and is built anew")
        known = None
    if known is not None:
        remembered = Outcome()
        remembered.findings, remembered.files = [finding_of(each) for each in known[0]], known[1]
        return remembered
    outcome = _judged(files, errors, judging)
    if not outcome.errors:
        cache.store(key, state, ([plain_finding(each) for each in outcome.findings], outcome.files))
    return outcome


def _judged(files: Sequence[str], errors: list[ReadError], judging: Judging) -> Outcome:
    # Half of a start is loading what judges, which a run that is remembered need not.
    from svclint.cli.running import judged_outcome  # noqa: PLC0415

    outcome = judged_outcome(files, judging)
    outcome.errors[:0] = errors
    return outcome


def _key(paths: Sequence[str], judging: Judging) -> str:
    chosen = (judging.select, judging.ignore, judging.profile)
    return repr((paths, judging.words, chosen, judging.is_debugged))
