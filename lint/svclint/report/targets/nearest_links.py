"""Faults of a whole route, or of an entry in it: they break all the links that start there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from svclint.model import spell
from svclint.report.targets.callers import Call, Calls
from svclint.report.targets.faults import Fault, RuleFaults

# These rules report a field of a caller beside its references.
_RULES = frozenset(
    (
        *("host-path-taken", "ingress-class-missing"),
        *("istio-selects-nothing", "istio-subset-missing"),
        *("route-host-unmatched", "route-listener-missing"),
        *("route-not-allowed", "route-parent-missing"),
    )
)


def mark_nearest(found: Calls, reasons: RuleFaults) -> None:
    """Mark the links whose references are nearest to a reported field, unless they are broken."""
    places: dict[int, list[tuple[list[Call], int]]] = defaultdict(list)
    for calls in chain(found.of.values(), found.missing.values()):
        for at, call in enumerate(calls):
            places[id(call.document)].append((calls, at))
    for of_caller in places.values():
        calls, at = of_caller[0]
        findings = reasons.by_rules(calls[at].document, _RULES)
        below = _by_ancestor(of_caller) if findings else {}
        for finding in findings:
            nearest = next(each for each in _ancestors(finding.field) if each in below)
            for calls, at in below[nearest]:
                if calls[at].fault is None:
                    calls[at] = calls[at]._replace(fault=Fault(finding.message))
            # All are broken now: as many findings as links may be nearest to the same ones.
            below[nearest] = []


def _by_ancestor(places: list[tuple[list[Call], int]]) -> dict[str, list[tuple[list[Call], int]]]:
    """Return the places of calls by each field that contains their reference, as it is spelled."""
    below: dict[str, list[tuple[list[Call], int]]] = defaultdict(list)
    for calls, at in places:
        path = calls[at].path
        for steps in range(len(path) + 1):
            below[spell(path[:steps])].append((calls, at))
    return below


def _ancestors(field: str) -> Iterator[str]:
    """Yield a field as it is spelled, and the fields that contain it; the whole object last."""
    yield field
    for at in range(len(field) - 1, 0, -1):
        if field[at] in ".[":
            yield field[:at]
    yield ""
