"""Report what holds whatever the unknown values of an object were meant to be.

Everything else is held back: it depends on a value that is wrong anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import Findings, RuleCrash
from svclint.engine.unknown_values import (
    placeholder_values,
    readings_of,
    unknown_values,
    without_unknown,
)
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.schema import Violation
from svclint.kubernetes.targets import forget_resolved
from svclint.model import Data, Finding, Path, is_within, spell
from svclint.source import Document

# Return the findings in one reading of an object.
CheckReading = Callable[[Data], Findings]


class Readings(NamedTuple):
    """The readings of an object with unknown values, and ``known``: what is certain of it."""

    unknown: tuple[Path, ...]
    readings: tuple[Data, ...]
    known: Data


def possible_readings(
    data: Data,
    broken: Sequence[Violation],
    findings: Findings,
    is_decodable: Callable[[Data], bool],
    placeholders: Sequence[Path] = (),
) -> Readings | None:
    """Return the readings of an object, given what is wrong with it; ``None`` if all is known.

    It is ``None``, too, if too much is wrong to tell what else might be meant. ``placeholders`` are
    unknown, but not wrong.
    """
    unknown = unknown_values(data, broken, findings)
    unknown |= placeholder_values(data, placeholders, broken)
    if not unknown:
        return None
    found = tuple(filter(is_decodable, readings_of(data, unknown, findings)))
    known = without_unknown(data, unknown)
    return Readings(tuple(unknown), found, known) if found else None


def certain_findings(
    found: Readings, check: CheckReading, *, with_same_message: bool = False
) -> tuple[Findings, int]:
    """Return the findings that all readings have, and how many rules have others.

    Findings about an unknown value itself belong to the rules that report it as wrong.
    ``with_same_message``: a finding whose message differs quotes what a reading puts there.
    """
    by_reading = [check(reading) for reading in found.readings]
    unknown = [spell(path) for path in found.unknown]
    keys = [set(map(_key, findings)) for findings in by_reading]
    common = set.intersection(*keys)
    if with_same_message:
        common = {key for key in common if _is_said_alike(key, by_reading)}
    kept = [_with_certain_fix(each, by_reading) for each in by_reading[0] if _key(each) in common]
    others = {rule for rule, field in set.union(*keys) - common if not is_within(field, unknown)}
    return [each for each in kept if not is_within(_key(each)[1], unknown)], len(others)


def not_within(paths: Sequence[Path], findings: Findings) -> Findings:
    """Return the findings that are not about values at some paths."""
    fields = [spell(path) for path in paths]
    return [each for each in findings if not is_within(_key(each)[1], fields)]


def across_readings(
    result: DocumentResult, check: Callable[[Document], Findings], inventory: Inventory
) -> Findings:
    """Return the findings of a result, and those of ``check`` that all of its readings have."""

    def check_reading(data: Data) -> Findings:
        with inventory.cache.reading(result.document, data, forget_resolved):
            return check(result.document)

    readings = Readings((), result.readings, {})
    certain, number = certain_findings(readings, check_reading, with_same_message=True)
    return with_checks_not_run(result.findings, number) + certain


def with_checks_not_run(findings: Findings, number: int) -> Findings:
    """Note at the first refusal how many checks depend on the value that it is about."""
    for at, item in enumerate(findings):
        if number and isinstance(item, Finding) and item.server is not None:
            noted = item._replace(checks_not_run=item.checks_not_run + number)
            return [*findings[:at], noted, *findings[at + 1 :]]
    return findings


def _key(item: Finding | RuleCrash) -> tuple[str, str]:
    return (item.rule, item.field) if isinstance(item, Finding) else (str(item), "")


def _is_said_alike(key: tuple[str, str], by_reading: Sequence[Findings]) -> bool:
    messages = [{each.message for each in findings if _key(each) == key} for findings in by_reading]
    return all(each == messages[0] for each in messages)


def _with_certain_fix(
    item: Finding | RuleCrash, by_reading: Sequence[Findings]
) -> Finding | RuleCrash:
    """Return a finding with its fix only if that is the same in all readings."""
    if isinstance(item, RuleCrash):
        return item
    fixes = {
        other.fix
        for findings in by_reading
        for other in findings
        if isinstance(other, Finding) and _key(other) == _key(item)
    }
    return item if len(fixes) == 1 else item._replace(fix=None)
