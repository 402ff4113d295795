"""Faults of a whole route, or of an entry in it: they break all the links that start there."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain

from svclint.model import Finding, Path, spell
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
        for finding in reasons.by_rules(calls[at].document, _RULES):
            near = [_shared(finding, calls[at].path) for calls, at in of_caller]
            for (calls, at), steps in zip(of_caller, near, strict=True):
                if steps == max(near) and calls[at].fault is None:
                    calls[at] = calls[at]._replace(fault=Fault(finding.message))


def _shared(finding: Finding, path: Path) -> int:
    """Return how many steps of a path lead to a field of a finding as well."""
    is_above = (finding.field.startswith(spell(path[:steps])) for steps in range(1, len(path) + 1))
    return sum(is_above)
