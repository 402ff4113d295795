"""Join the placed findings of one fault that several charts or kustomizations have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from svclint.model import Finding, Location, ObjectName
from svclint.source.paths import real_path

_INDEX = re.compile(r"\[[0-9]+\]")
# Of a hundred objects, nobody reads all names.
_MOST_NAMES = 3


def joined(findings: Sequence[Finding], takers: Mapping[str, Collection[str]]) -> list[Finding]:
    """Return placed findings, with one for each fault that several roots have.

    It is one fault if the same rule finds it at the same place, as often in each of them. Of an
    object, the first fault of a value that a chart leaves empty stands for those at the same place,
    and so it does for the same fault of other objects that one line makes, which it names.
    A file is only fixed for all ``takers``: the kustomizations that take it in, by its real path.
    """
    lacking: set[tuple[object, ...]] = set()
    times: Counter[tuple[str, str, Location]] = Counter()
    first: dict[tuple[str, Location, int], int] = {}
    seen: set[tuple[str, str, Location, str]] = set()
    kept: list[Finding] = []
    for finding in _of_one_line(findings):
        if finding.source is None:
            kept.append(finding)
            continue
        (name,) = finding.source.rendered
        if finding.source.empty:
            lack = name, finding.object, finding.location, finding.source.empty
            if lack in lacking:
                continue
            lacking.add(lack)
        if (name, finding.rule, finding.location, finding.message) in seen:
            continue
        seen.add((name, finding.rule, finding.location, finding.message))
        number = times[name, finding.rule, finding.location]
        times[name, finding.rule, finding.location] += 1
        key = finding.rule, finding.location, number
        if key not in first:
            first[key] = len(kept)
            kept.append(finding)
            continue
        kept[first[key]] = _together(kept[first[key]], finding)
    return [
        each
        if _is_for_all(each, takers.get(real_path(each.location.file), ()))
        else each._replace(fix=None)
        for each in kept
    ]


def _of_one_line(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings, with one for the objects of a root that have the same fault of one line."""
    first: dict[tuple[object, ...], int] = {}
    others: dict[int, list[ObjectName]] = {}
    kept: list[Finding] = []
    for finding in findings:
        source, at = finding.source, len(kept)
        if source is not None and source.is_proven:
            field = _INDEX.sub("", finding.field)
            kind = finding.object._replace(namespace="", name="")
            key = source.rendered, finding.rule, finding.location, field, kind
            at = first.setdefault(key, at)
        if at == len(kept) or finding.object == kept[at].object:
            kept.append(finding)
            continue
        others.setdefault(at, []).append(finding.object)
        fix = kept[at].fix if kept[at].fix == finding.fix else None
        kept[at] = kept[at]._replace(severity=max(kept[at].severity, finding.severity), fix=fix)
    for at, objects in others.items():
        kept[at] = kept[at]._replace(message=kept[at].message + _also(objects))
    return kept


def _also(objects: Iterable[ObjectName]) -> str:
    """Return what a message says of further objects with the fault."""
    names = [f'{each.kind} "{each.name}"' for each in dict.fromkeys(objects)]
    more = [f"{len(names) - _MOST_NAMES} more"] if len(names) > _MOST_NAMES else []
    *before, last = names[:_MOST_NAMES] + more
    return f"; so it is in {', '.join(before)}{' and ' if before else ''}{last}"


def _is_for_all(finding: Finding, takers: Collection[str]) -> bool:
    return finding.source is None or set(takers) <= set(finding.source.rendered)


def _together(one: Finding, other: Finding) -> Finding:
    assert one.source is not None
    assert other.source is not None
    ours, theirs = one.source, other.source
    worst = max(one.severity, other.severity)
    return one._replace(
        severity=worst,
        fix=one.fix if one.fix == other.fix else None,
        source=ours._replace(
            rendered=tuple(dict.fromkeys((*ours.rendered, *theirs.rendered))),
            through=tuple(dict.fromkeys((*ours.through, *theirs.through))),
            is_proven=ours.is_proven and theirs.is_proven,
        ),
    )
