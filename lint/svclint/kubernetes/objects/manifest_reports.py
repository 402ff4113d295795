"""Reports of an update, translated from the merged object to the manifest that was applied."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

from svclint.kubernetes.merge.apply_options import CLIENT, REPLACE, ApplyOptions
from svclint.kubernetes.merge.field_types import FieldType
from svclint.kubernetes.merge.item_index import indices_of
from svclint.kubernetes.merge.item_keys import hashable
from svclint.kubernetes.objects.managed_fields import value_step
from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.objects.update_steps import AnySteps
from svclint.model import Data, Path, Report, ServerAnswer, Severity, server_spell


def undecodable_report(report: Report, apply_options: ApplyOptions, *, is_null: bool) -> Report:
    """Return a report about a field that does not decode, with the answer of the server.

    The answer depends on the method: client-side apply sends a patch, without fields that are
    null, and the server refuses the patch as a whole; server-side apply fails with an internal
    error, a replace as a bad request.
    """
    if apply_options.method == CLIENT:
        if report.server is None:
            return report
        return report._replace(server=ServerAnswer("reject", "FieldValueInvalid", "patch"))
    if report.server is None and not is_null:
        return report
    reason = "BadRequest" if apply_options.method == REPLACE else "InternalError"
    return report._replace(
        message=report.message.partition("; its value is null")[0],
        severity=Severity.ERROR,
        server=ServerAnswer("reject", reason, ""),
    )


def report_on_manifest(report: Report, prediction: Prediction[Any], steps: AnySteps) -> Report:
    """Return a report about the merged object as one about the manifest.

    Items of lists get the index that they have in the manifest, and what only the live object has
    is named as such, with who manages it. If kubectl sends nothing, the server gives no answer.
    """
    report = _with_kept_item_last(report, prediction, steps)
    path, is_live = _manifest_place(report.path, prediction)
    related = tuple(_manifest_place(other, prediction)[0] for other in report.related)
    message, remedy = report.message, report.remedy
    for other, place in zip(report.related, related, strict=True):
        item = steps.kept_item(other, prediction)
        spelled = f"the {item.name}" if item else f".{server_spell(place[:3])}"
        message = message.replace(f".{server_spell(other[:3])}", spelled)
    items = (steps.kept_item(each, prediction) for each in (report.path, *report.related))
    kept = next(filter(None, items), None)
    if kept is not None:
        message = f"{message}; {kept.name} remains" + (kept.managed and f": {kept.managed}")
        remedy = kept.remedy
    elif is_live:
        message = f"{message} (from the live object)"
    # A fix is made for the merged object; elsewhere in the manifest it may be wrong.
    is_fixable = path == report.path and not is_live and kept is None
    fix = report.fix if is_fixable else None
    report = report._replace(path=path, message=message, remedy=remedy, related=related, fix=fix)
    if not prediction.is_sent:
        severity = min(report.severity or Severity.WARNING, Severity.WARNING)
        report = report._replace(server=None, severity=severity)
    return report


def _with_kept_item_last(report: Report, prediction: Prediction[Any], steps: AnySteps) -> Report:
    """Return a report about two items as one about that of the manifest, if the other is kept."""
    if len(report.related) != 1 or steps.kept_item(report.path, prediction) is None:
        return report
    (other,) = report.related
    if steps.kept_item(other, prediction) is not None:
        return report
    names = f".{server_spell(other[:3])}", f".{server_spell(report.path[:3])}"
    message = report.message.replace(*names)
    return report._replace(path=other, related=(report.path,), message=message)


def _manifest_place(path: Path, prediction: Prediction[Any]) -> tuple[Path, bool]:
    """Return the path in the manifest, and whether only the live object has the value.

    Items of merged lists get the index that they have in the manifest.
    """
    merged: Any = prediction.checked.effective
    written: Any = prediction.written
    types, place, pattern = prediction.types, Path(), Path()
    for number, step in enumerate(path):
        element = types.field(step) if isinstance(step, str) else types.element or types
        here = step
        if isinstance(step, int) and types.identity:
            items = written if isinstance(written, list) else []
            # A report about the manifest itself may name an item that the merge has dropped.
            if step < len(merged or ()):
                indices = prediction.computed(
                    ("indices", path[:number]), partial(indices_of, merged, items, types)
                )
                index = indices[step]
                if index is None:
                    return place, True
                here = index
        pattern = (*pattern, 0 if isinstance(step, int) and types.identity else step)
        merged, written, types = value_step(merged, step), value_step(written, here), element
        place = (*place, here)
    if written is not None or merged is None:
        return place, False
    lives = prediction.computed(
        ("live values", pattern),
        lambda: _live_values(prediction.live, pattern, prediction.types),
    )
    return place, hashable(merged) in lives


def _live_values(live: Data, path: Path, types: FieldType) -> frozenset[Hashable]:
    """Return the live values at a path; those of all items, whatever the index in it."""
    values: list[Any] = [live]
    for step in path:
        if isinstance(step, int) and types.identity:
            values = [item for each in values for item in each or ()]
        else:
            values = [value_step(each, step) for each in values]
        types = types.field(step) if isinstance(step, str) else types.element or types
    return frozenset(map(hashable, values))
