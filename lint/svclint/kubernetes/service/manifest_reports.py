"""Reports of an update, translated from the merged object to the manifest that was applied."""

from __future__ import annotations

from typing import Any

from svclint.kubernetes.merge.apply_options import CLIENT, REPLACE, ApplyOptions
from svclint.kubernetes.merge.field_sets import FieldPath
from svclint.kubernetes.service.kept_fields import management, port_managers
from svclint.kubernetes.service.ports import describe_port, manifest_indices
from svclint.kubernetes.service.update import Prediction
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


def report_on_manifest(report: Report, prediction: Prediction) -> Report:
    """Return a report about the merged object as one about the manifest.

    Ports get the index that they have in the manifest, and what only the live object has is named
    as such, with who manages it. If kubectl sends nothing, the server gives no answer.
    """
    path, is_live = _manifest_place(report.path, prediction)
    related = tuple(_manifest_place(other, prediction)[0] for other in report.related)
    # A fix is made for the merged object; elsewhere in the manifest it may be wrong.
    fix = report.fix if path == report.path and not is_live else None
    message = report.message
    for other, place in zip(report.related, related, strict=True):
        found = _live_port(other, prediction)
        spelled = f"the {found}" if found else f".{server_spell(place[:3])}"
        message = message.replace(f".{server_spell(other[:3])}", spelled)
    kept = next(filter(None, (_live_port(each, prediction) for each in report.related)), "")
    kept = _live_port(report.path, prediction) or kept
    remedy = report.remedy
    if kept:
        message = f"{message}; {_remaining(kept, report, prediction)}"
        remedy = "list that port, too, or remove it once: kubectl replace keeps the cluster IP"
    elif is_live:
        message = f"{message} (from the live object)"
    report = report._replace(path=path, message=message, remedy=remedy, related=related, fix=fix)
    if not prediction.is_sent:
        severity = min(report.severity or Severity.WARNING, Severity.WARNING)
        report = report._replace(server=None, severity=severity)
    return report


def _live_port(path: Path, prediction: Prediction) -> str:
    """Return a name for the port at a path if only the live object has it, else ``""``."""
    if path[:2] != ("spec", "ports") or len(path) < 3:
        return ""
    ports, index = prediction.service.ports, int(path[2])
    if index >= len(ports) or manifest_indices(ports, prediction.written)[index] is not None:
        return ""
    return f"live port {describe_port(ports[index])}"


def _remaining(kept: str, report: Report, prediction: Prediction) -> str:
    """Return that a live port remains, and who manages it."""
    place = next(
        each for each in (report.path, *report.related) if _live_port(each, prediction) == kept
    )
    manages = management(port_managers(prediction, prediction.service.ports[int(place[2])]))
    return f"{kept} remains" + (f": {manages}" if manages else "")


def _manifest_place(path: Path, prediction: Prediction) -> tuple[Path, bool]:
    """Return the path in the manifest, and whether only the live object has the value."""
    if path[:2] == ("spec", "ports") and len(path) > 2:
        indices = manifest_indices(prediction.service.ports, prediction.written)
        index = int(path[2])
        # A report about the manifest itself may name a port that the merge has dropped.
        place = indices[index] if index < len(indices) else index
        if place is None:
            return path[:2], True
        merged = _value(prediction.service.effective, path)
        path = (*path[:2], place, *path[3:])
        others = (_value(port, path[3:]) for port in prediction.old.get("ports") or ())
        is_stored = merged is not None and merged in others
    else:
        is_stored = _value(prediction.live, path) is not None
    return path, is_stored and _value(prediction.written, path) is None


def manifest_path(fields: FieldPath, written: Data) -> Path:
    """Return a path of managed fields as a path of the manifest, as far as it is written there."""
    path: Path = ()
    for what, value in fields:
        if what == "f":
            path = (*path, value)
            continue
        items: Any = _value(written, path)
        index = _item_index(what, value, items if isinstance(items, list) else [])
        if index is None:
            return path
        path = (*path, index)
    return path


def value_change(fields: FieldPath, change: Prediction) -> str:
    """Return the live and the new value of managed fields, for a message: `` from 80 to 81``.

    Empty for a port or an entry as a whole, which one of both does not have.
    """
    old, new = (
        _value(data, manifest_path(fields, data)) if _has(data, fields) else None
        for data in (change.live, change.written)
    )
    if None in (old, new) or isinstance(old, dict | list) or isinstance(new, dict | list):
        return ""
    return f" from {old} to {new}"


def _has(data: Data, fields: FieldPath) -> bool:
    return len(manifest_path(fields, data)) == len(fields)


def _item_index(what: str, value: Any, items: list[Any]) -> int | None:
    keys = dict(value) if what == "k" else {}
    defaults = {"protocol": "TCP"}
    for index, item in enumerate(items):
        if what == "v" and item == value:
            return index
        if what == "k" and all(item.get(k, defaults.get(k)) == v for k, v in keys.items()):
            return index
    return None


def _value(data: Any, path: Path) -> Any:
    for step in path:
        try:
            data = data[step]
        except (LookupError, TypeError):
            return None
    return data
