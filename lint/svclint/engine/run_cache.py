"""The cached result of a whole run: nothing is loaded and checked while nothing has changed."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.engine import cache
from svclint.engine.wire import finding_of, plain_finding, plain_suppressed, suppressed_of
from svclint.model import Finding
from svclint.model.suppression import Suppressed

# Findings, suppressed findings, files with the numbers of their Services, and extended files.
RunResult = tuple[list[Finding], list[Suppressed], dict[str, int], list[str]]


def load_run(key: str, state: cache.State) -> RunResult | None:
    """Return the result of a run in this state, if it is cached. Raises ``DamagedError``."""
    plain = cache.load(key, state)
    if plain is None:
        return None
    findings, suppressed, files, extended = plain
    return list(map(finding_of, findings)), list(map(suppressed_of, suppressed)), files, extended


def store_run(key: str, state: cache.State, result: RunResult) -> None:
    """Cache the result of a run, if it can be cached."""
    findings, suppressed, files, extended = result
    plain = (
        list(map(plain_finding, findings)),
        list(map(plain_suppressed, suppressed)),
        files,
        extended,
    )
    others: Sequence[str] = extended
    cache.store(key, state, plain, others)
