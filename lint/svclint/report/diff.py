"""The report of ``svclint diff``: predicted outcomes of an apply, as text or JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from svclint.kubernetes.merge.client_side import LAST_APPLIED
from svclint.kubernetes.objects.field_changes import MANIFEST, FieldChange
from svclint.model import Data, Finding, ObjectName, Suppressed, spell
from svclint.model.safe_json import safe_json
from svclint.report.json import finding_object, suppressed_object
from svclint.report.result import count, describe_objects
from svclint.report.safe import safe
from svclint.report.text import Paint, finding_lines, painter
from svclint.source.files import ReadError
from svclint.source.kinds import API_VERSIONS

CREATE, UNCHANGED, UPDATE, REJECT = "create", "unchanged", "update", "reject"
_COLOURS = {CREATE: "32;1", UNCHANGED: "2", UPDATE: "33;1", REJECT: "31;1"}
_WIDTH = 120


class ObjectOutcome(NamedTuple):
    """The predicted outcome of applying one object; ``place`` is FILE:LINE of its manifest."""

    object: ObjectName
    place: str
    outcome: str
    after: Data | None
    changes: tuple[FieldChange, ...]
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()


def diff_json(
    outcomes: Sequence[ObjectOutcome], left: Sequence[ObjectName], errors: Sequence[ReadError]
) -> str:
    """Return the outcomes as one JSON object, in ASCII."""
    shown: dict[str, Any] = {
        "objects": [_object(outcome) for outcome in outcomes],
        "leftBehind": [_name(name) for name in left],
        "errors": [{"file": error.file, "message": error.message} for error in errors],
    }
    return safe_json(shown, indent=2) + "\n"


def diff_text(
    outcomes: Sequence[ObjectOutcome],
    left: Sequence[ObjectName],
    errors: Sequence[ReadError],
    *,
    colour: bool,
) -> str:
    """Return each outcome with its changes and findings, and a summary."""
    paint = painter(colour=colour)
    lines: list[str] = []
    for outcome in outcomes:
        lines += _lines(outcome, paint)
    for name in left:
        lines.append(
            f"{paint('left behind', '35;1')}: {safe(str(name))} is live, but not found in the files"
        )
    if left:
        lines.append("")
    lines.append(_summary(outcomes, errors))
    return "\n".join(lines) + "\n"


def _object(outcome: ObjectOutcome) -> dict[str, Any]:
    suppressed = [suppressed_object(each) for each in outcome.suppressed]
    return {
        "object": _name(outcome.object),
        "outcome": outcome.outcome,
        "after": outcome.after,
        "changes": [
            {
                "field": spell(change.path),
                "before": change.before,
                "after": change.after,
                "cause": change.cause,
            }
            for change in outcome.changes
        ],
        "findings": [finding_object(finding) for finding in outcome.findings],
        **({"suppressed": suppressed} if suppressed else {}),
    }


def _name(name: ObjectName) -> dict[str, str]:
    return {
        "apiVersion": name.api_version,
        "kind": name.kind,
        "namespace": name.namespace,
        "name": name.name,
    }


def _lines(outcome: ObjectOutcome, paint: Paint) -> list[str]:
    label = paint(outcome.outcome, _COLOURS[outcome.outcome])
    lines = [f"{label}: {safe(str(outcome.object)) or 'a document'} ({safe(outcome.place)})"]
    if outcome.outcome == UPDATE:
        # The last-applied annotation repeats the other changes.
        shown = [change for change in outcome.changes if change.path[-1] != LAST_APPLIED]
        for change in shown:
            lines += _change(change, paint)
        if not shown:
            lines.append(f"  only the annotation {LAST_APPLIED} changes")
    lines += map(_suppressed, outcome.suppressed)
    if outcome.findings:
        lines.append("")
    for finding in outcome.findings:
        lines += finding_lines(finding, paint)
    if not outcome.findings and outcome.outcome != UNCHANGED:
        lines.append("")
    return lines


def _suppressed(item: Suppressed) -> str:
    place, reason = item.suppression.place, item.suppression.reason
    shown_reason = f": {reason}" if reason else ""
    text = f"{item.finding.message} [{item.finding.rule}], suppressed in line {place.line}"
    return f"  {safe(text + shown_reason)}"


def _change(change: FieldChange, paint: Paint) -> list[str]:
    by = "" if change.cause == MANIFEST else paint("  (by the server)", "2")
    lines = [f"  {spell(change.path)}{by}"]
    if change.before is not None:
        lines.append(paint(f"    - {_value(change.before)}", "31"))
    if change.after is not None:
        lines.append(paint(f"    + {_value(change.after)}", "32"))
    return lines


def _value(value: Any) -> str:
    text = safe(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def _summary(outcomes: Sequence[ObjectOutcome], errors: Sequence[ReadError]) -> str:
    counts: dict[str, int] = dict.fromkeys((CREATE, UPDATE, UNCHANGED, REJECT), 0)
    for outcome in outcomes:
        counts[outcome.outcome] += 1
    verbs = {CREATE: "created", UPDATE: "updated", REJECT: "refused", UNCHANGED: "unchanged"}
    parts = [f"{number} {verbs[outcome]}" for outcome, number in counts.items() if number]
    if errors:
        parts.append(f"{len(errors)} could not be checked")
    return f"Applying {_objects(outcomes)}: {', '.join(parts) or 'nothing to do'}"


def _objects(outcomes: Sequence[ObjectOutcome]) -> str:
    """Return the number of objects by kind: ``2 Services, 1 Ingress, 1 other document``."""
    kinds = Counter(outcome.object.kind for outcome in outcomes)
    known = describe_objects(kinds)
    others = sum(number for kind, number in kinds.items() if kind not in API_VERSIONS)
    unknown = count(others, "other document") if others else ""
    return ", ".join(filter(None, (known, unknown))) or "nothing"
