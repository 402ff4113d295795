"""Join the placed findings of one fault that several charts or kustomizations have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from svclint.model import Finding, Location
from svclint.source.paths import real_path


def joined(findings: Sequence[Finding], takers: Mapping[str, Collection[str]]) -> list[Finding]:
    """Return placed findings, with one for each fault that several roots have.

    It is one fault if the same rule finds it at the same place, as often in each of them. Of an
    object, the first fault of a value that a chart leaves empty stands for those at the same place.
    A file is only fixed for all ``takers``: the kustomizations that take it in, by its real path.
    """
    lacking: set[tuple[object, ...]] = set()
    times: Counter[tuple[str, str, Location]] = Counter()
    first: dict[tuple[str, Location, int], int] = {}
    seen: set[tuple[str, str, Location, str]] = set()
    kept: list[Finding] = []
    for finding in findings:
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
