"""The report of ``svclint diff``: predicted outcomes of an apply, as text or JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from svclint.kubernetes.merge.client_side import LAST_APPLIED
from svclint.kubernetes.objects.field_changes import MANIFEST, FieldChange
from svclint.model import Data, Finding, ObjectName, Path, Suppressed, spell
from svclint.model.json_text import read_json
from svclint.model.safe_json import safe_json
from svclint.report.json import finding_object, suppressed_object
from svclint.report.result import count, describe_objects, not_rendered
from svclint.report.safe import safe
from svclint.report.text import Paint, finding_lines, painter
from svclint.source.files import ReadError
from svclint.source.kinds import API_VERSIONS
from svclint.source.walking import LeftOut

CREATE, UPDATE, RECREATE, REJECT = "create", "update", "recreate", "reject"
UNCHANGED, SKIP = "unchanged", "skip"
# The outcomes after which the object is as it was.
NO_CHANGE = frozenset((UNCHANGED, SKIP))
_COLOURS = {
    CREATE: "32;1",
    UPDATE: "33;1",
    RECREATE: "31;1",
    REJECT: "31;1",
    UNCHANGED: "2",
    SKIP: "2",
}
_LABELS = {
    CREATE: "would be created",
    UPDATE: "would be updated",
    RECREATE: "would be deleted and created again",
    UNCHANGED: "unchanged",
    SKIP: "would not be applied",
    REJECT: "would be rejected",
}
_WIDTH = 120
# More would bury what changes; the JSON lists all.
_UNCHANGED_LISTED = 10


class ObjectOutcome(NamedTuple):
    """The predicted outcome of applying one object; ``place`` is FILE:LINE of its manifest."""

    object: ObjectName
    place: str
    outcome: str
    after: Data | None
    changes: tuple[FieldChange, ...]
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()

    @property
    def file(self) -> str:
        """The file of its manifest."""
        return self.place.rpartition(":")[0]


def diff_json(
    outcomes: Sequence[ObjectOutcome],
    left: Sequence[ObjectName],
    errors: Sequence[ReadError],
    unrendered: Sequence[LeftOut] = (),
) -> str:
    """Return the outcomes as one JSON object, in ASCII.

    ``unrendered`` are charts and kustomizations whose objects are not among the outcomes.
    """
    shown: dict[str, Any] = {
        "objects": [_object(outcome) for outcome in outcomes],
        "leftBehind": [_name(name) for name in left],
        "errors": [{"file": error.file, "message": error.message} for error in errors],
        "unrendered": [{"folder": each.path, "reason": each.reason} for each in unrendered],
    }
    return safe_json(shown, indent=2) + "\n"


def diff_text(
    outcomes: Sequence[ObjectOutcome],
    left: Sequence[ObjectName],
    errors: Sequence[ReadError],
    unrendered: Sequence[LeftOut] = (),
    *,
    colour: bool,
) -> str:
    """Return each outcome with its changes and findings, and a summary."""
    paint = painter(colour=colour)
    lines: list[str] = []
    for outcome in outcomes:
        if not _is_quiet(outcome):
            lines += _lines(outcome, paint)
    lines += _unchanged([outcome for outcome in outcomes if _is_quiet(outcome)], paint)
    for name in left:
        lines.append(
            f"{paint('left behind', '35;1')}: {safe(str(name))} is live, but not found in the files"
        )
    if left:
        lines.append("")
    lines.append(_summary(outcomes, errors) + not_rendered(len(unrendered)))
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
    label = paint(_LABELS[outcome.outcome], _COLOURS[outcome.outcome])
    lines = [f"{label}: {safe(str(outcome.object)) or 'a document'} ({safe(outcome.place)})"]
    if outcome.outcome in (UPDATE, RECREATE):
        # The last-applied annotation repeats the other changes.
        shown = [change for change in outcome.changes if change.path[-1] != LAST_APPLIED]
        for change in shown:
            lines += _change(change, paint)
        if outcome.changes and not shown:
            lines += _why(outcome.changes)
    lines += map(_suppressed, outcome.suppressed)
    if outcome.findings:
        lines.append("")
    for finding in outcome.findings:
        lines += finding_lines(finding, paint)
    if not outcome.findings:
        lines.append("")
    return lines


def _is_quiet(outcome: ObjectOutcome) -> bool:
    """Return whether there is nothing to say about an object but that it is unchanged."""
    return outcome.outcome == UNCHANGED and not outcome.findings and not outcome.suppressed


def _unchanged(outcomes: Sequence[ObjectOutcome], paint: Paint) -> list[str]:
    """Return the unchanged objects under one heading."""
    if not outcomes:
        return []
    shown = outcomes[:_UNCHANGED_LISTED]
    lines = [f"{paint(_LABELS[UNCHANGED], _COLOURS[UNCHANGED])}: {_objects(outcomes)}"]
    lines += [f"  {safe(str(each.object)) or 'a document'} ({safe(each.place)})" for each in shown]
    if len(outcomes) > len(shown):
        lines.append(f"  and {len(outcomes) - len(shown)} more, which --format json lists")
    return [*lines, ""]


def _why(changes: Sequence[FieldChange]) -> list[str]:
    """Return why an object is updated of which only the record of the last apply changes."""
    before, after = _recorded(changes[0].before), _recorded(changes[0].after)
    head = f"  only the annotation {LAST_APPLIED} would change, which records the manifest:"
    if before is None:
        return [head, "    kubectl apply did not create the live object"]
    old, new = dict(_leaves(before)), dict(_leaves(after or {}))
    lines = [f"    {path} is now set, to its live value" for path in new if path not in old]
    lines += [f"    {path} is no longer set" for path in old if path not in new]
    lines += [
        f"    {path} is now written {_value(new[path])} instead of {_value(old[path])}"
        for path in new
        if path in old and new[path] != old[path]
    ]
    return [head, *(lines or ["    its text differs, but not its content"])]


def _recorded(text: Any) -> Any:
    try:
        return read_json(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[str, Any]]:
    """Yield the fields of an object that are not mappings or lists, and empty ones of these."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in items:
        if isinstance(each, dict | list) and each:
            yield from _leaves(each, (*path, key))
        else:
            yield spell((*path, key)), each


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
    counts: dict[str, int] = dict.fromkeys(_LABELS, 0)
    for outcome in outcomes:
        counts[outcome.outcome] += 1
    parts = [f"{number} {_LABELS[outcome]}" for outcome, number in counts.items() if number]
    if not parts and not errors:
        return "Nothing was compared"
    if errors:
        parts.append(f"{len(errors)} could not be checked")
    return f"Applying {_objects(outcomes)}: {', '.join(parts)}"


def _objects(outcomes: Sequence[ObjectOutcome]) -> str:
    """Return the number of objects by kind: ``2 Services, 1 Ingress, 1 other document``."""
    kinds = Counter(outcome.object.kind for outcome in outcomes)
    known = describe_objects(kinds)
    others = sum(number for kind, number in kinds.items() if kind not in API_VERSIONS)
    unknown = count(others, "other document") if others else ""
    return ", ".join(filter(None, (known, unknown))) or "nothing"
