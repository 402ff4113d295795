"""Place what a run found in rendered objects where a person edits, and suppress it there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from svclint.app.outcome import Reported
from svclint.model import Finding, Suppressed
from svclint.render.joining import joined
from svclint.render.placing import Placer
from svclint.render.relabelled_findings import PlacedFinding, joined_at_labels
from svclint.render.rendering import Rendering
from svclint.render.roots import KUSTOMIZE
from svclint.render.tracing import tracing
from svclint.report.diff import NO_CHANGE, ObjectOutcome
from svclint.settings.suppression.source_files import SourceSuppressions


def placed(
    found: Reported, rendering: Rendering, jobs: int | None, *, is_isolated: bool = False
) -> Reported:
    """Return what a run found with the places where a person edits.

    With ``is_isolated``, no comment of the tree suppresses anything.
    """
    placer = Placer(rendering, tracing(rendering), jobs)
    certain = [each for each in found.reviews if _is_certain(each, rendering)]
    hidden_ones = [each.finding for each in found.hidden]
    marked = [
        each.finding._replace(location=each.suppression.place, field="") for each in found.hidden
    ]
    everything = iter(placer.place([*found.shown, *hidden_ones, *marked, *certain]))
    shown, hidden, marks, reviews = (
        list(islice(everything, len(each))) for each in (found.shown, hidden_ones, marked, certain)
    )
    suppressed = [
        Suppressed(each.finding, old.suppression._replace(place=mark.finding.location))
        for each, mark, old in zip(hidden, marks, found.hidden, strict=True)
    ]
    kept: list[PlacedFinding] = []
    own = SourceSuppressions()
    for each in shown:
        by = None if each.finding.source is None or is_isolated else own.of(each.finding)
        if by is None:
            kept.append(each)
        else:
            suppressed.append(Suppressed(each.finding, by))
    takers = rendering.takers
    found_once = joined(joined_at_labels(kept), takers)
    reviewed = joined([each.finding for each in reviews], takers)
    return Reported(_sorted(found_once), _once(suppressed), reviewed)


def placed_outcomes(
    outcomes: Sequence[ObjectOutcome], rendering: Rendering, *, is_every_place_needed: bool = False
) -> list[ObjectOutcome]:
    """Return the outcomes of objects with the places where a person edits them.

    Of what stays as it is, nobody looks for the place, unless ``is_every_place_needed``.
    """
    unplaced = frozenset() if is_every_place_needed else NO_CHANGE
    placer = Placer(rendering, tracing(rendering))
    findings = [finding for each in outcomes for finding in each.findings]
    changing = [each.place for each in outcomes if each.outcome not in unplaced]
    found = iter(placer.place(findings, changing))
    return [
        each._replace(
            place=each.place if each.outcome in unplaced else placer.spelled(each.place),
            findings=tuple(joined_at_labels(islice(found, len(each.findings)))),
        )
        for each in outcomes
    ]


def placed_texts(value: Any, rendering: Rendering) -> Any:
    """Return tuples, lists and dicts with the places in all their texts where a person edits."""
    placer = Placer(rendering, tracing(rendering))
    placer.place((), _texts_in(value))
    return _with_texts(value, placer.spelled)


def _texts_in(value: Any) -> Iterator[str]:
    pending = [value]
    while pending:
        here = pending.pop()
        if isinstance(here, str):
            yield here
        elif isinstance(here, (tuple, list)):
            pending += here
        elif isinstance(here, dict):
            pending += here.values()


def _with_texts(value: Any, spelled: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return spelled(value)
    if isinstance(value, dict):
        return {key: _with_texts(each, spelled) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        found = [_with_texts(each, spelled) for each in value]
        # A named tuple takes its fields one by one.
        return type(value)(*found) if hasattr(value, "_fields") else type(value)(found)
    return value


def _sorted(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings as they are, but those in rendered objects last, by place."""
    plain = [each for each in findings if each.source is None]
    others = [each for each in findings if each.source is not None]
    return plain + sorted(others, key=lambda each: each.location)


def _once(suppressed: Sequence[Suppressed]) -> list[Suppressed]:
    """Return each suppressed finding once, however many charts and overlays have it."""
    found: dict[tuple[object, ...], Suppressed] = {}
    for number, each in enumerate(suppressed):
        finding = each.finding
        is_plain = finding.source is None
        found.setdefault((number if is_plain else -1, finding.rule, finding.location), each)
    return list(found.values())


def _is_certain(review: Finding, rendering: Rendering) -> bool:
    """Return whether a suppression is surely of no use: its object is rendered once only."""
    root = rendering.roots.get(review.location.file)
    if root is None:
        return True
    # Charts are rendered in several ways; a base may be taken in by any of several overlays.
    others = (
        each
        for each in rendering.roots.values()
        if each.tool == root.tool and (root.tool == KUSTOMIZE or each.folder == root.folder)
    )
    return len(list(others)) < 2
