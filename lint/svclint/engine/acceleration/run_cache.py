"""The cached result of a whole run: nothing is read and checked while nothing has changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from svclint.engine.acceleration import cache_store
from svclint.engine.acceleration.json_findings import (
    DamagedError,
    Json,
    decode_finding,
    decode_suppressed,
    fields,
    items,
)
from svclint.engine.acceleration.state import State, noted_stat, stat_of
from svclint.model import Finding
from svclint.model.suppression import Suppressed
from svclint.source.walking import LeftOut

_ENTRY = (str, list, list, list, dict, list, list)


class RunResult(NamedTuple):
    """The result of a run: ``files`` have the number of their objects by kind.

    ``extended`` are files that configurations extend, on which the result depends as well.
    ``unrendered`` are folders that could not be rendered, each with the reason.
    """

    findings: list[Finding]
    suppressed: list[Suppressed]
    files: Mapping[str, Mapping[str, int]]
    extended: list[str]
    unrendered: list[LeftOut]


def load_run(key: str, state: State, note: cache_store.Note) -> RunResult | None:
    """Return the result of a run in this state, if it is cached; ``note`` a damaged cache."""
    return cache_store.load(key, partial(_decode, state), note)


def store_run(key: str, state: State, result: RunResult) -> None:
    """Cache the result of a run, unless one of its files has just changed."""
    stats = [noted_stat(file, state.fresh_from, state.fresh) for file in result.extended]
    if not state.fresh:
        cache_store.store(key, (state.digest, stats, *result))


def _decode(state: State, value: Json) -> RunResult | None:
    digest, stats, findings, suppressed, files, extended, unrendered = fields(value, _ENTRY)
    # Other files may have changed since.
    if digest != state.digest or stats != list(map(stat_of, items(extended, str))):
        return None
    for objects in files.values():
        (counts,) = fields([objects], (dict,))
        if not all(isinstance(count, int) for count in counts.values()):
            raise DamagedError
    return RunResult(
        list(map(decode_finding, findings)),
        list(map(decode_suppressed, suppressed)),
        files,
        extended,
        [LeftOut(*fields(each, (str, str, bool))) for each in unrendered],
    )
