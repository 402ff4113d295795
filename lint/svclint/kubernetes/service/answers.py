"""How a report about the merged object looks from the manifest, and what the server says of it."""

from __future__ import annotations

from typing import Any

from svclint.kubernetes.merge.field_sets import FieldPath
from svclint.kubernetes.service.update import CLIENT, REPLACE, Prediction, Ways
from svclint.model import Data, Path, Report, ServerAnswer, Severity


def undecodable(report: Report, ways: Ways, *, is_null: bool) -> Report:
    """Give a report about what does not decode the answer that each way of applying gets.

    Client-side apply sends a patch, which the server refuses as a whole, and without the fields
    that are null; server-side apply fails as an internal error; a replace as a bad request.
    """
    if ways.how == CLIENT:
        if report.server is None:
            return report
        return report._replace(server=ServerAnswer("reject", "FieldValueInvalid", "patch"))
    if report.server is None and not is_null:
        return report
    reason = "BadRequest" if ways.how == REPLACE else "InternalError"
    return report._replace(
        message=report.message.partition("; its value is null")[0],
        severity=Severity.ERROR,
        server=ServerAnswer("reject", reason, ""),
    )


def seen_from_manifest(report: Report, prediction: Prediction) -> Report:
    """Turn a report about the merged object into one about the manifest.

    Ports are counted as the manifest counts them, and what only the live object says is called
    so. Where kubectl sends nothing, the server says nothing either.
    """
    path, is_live = _in_manifest(report.path, prediction)
    related = tuple(_in_manifest(other, prediction)[0] for other in report.related)
    # A fix speaks of the object that the rule saw; of the manifest it may say something else.
    fix = report.fix if path == report.path and not is_live else None
    report = report._replace(path=path, related=related, fix=fix)
    if is_live:
        report = report._replace(message=f"{report.message} (from the live object)")
    if not prediction.is_sent:
        severity = min(report.severity or Severity.WARNING, Severity.WARNING)
        report = report._replace(server=None, severity=severity)
    return report


def _in_manifest(path: Path, prediction: Prediction) -> tuple[Path, bool]:
    if path[:2] == ("spec", "ports") and len(path) > 2:
        places = written_places(prediction.service.ports, prediction.written)
        index = int(path[2])
        # A report about the manifest itself may name a port that was lost in the merge.
        place = places[index] if index < len(places) else index
        if place is None:
            return path[:2], True
        merged = _value(prediction.service.effective, path)
        path = (*path[:2], place, *path[3:])
        others = (_value(port, path[3:]) for port in prediction.old.get("ports") or ())
        is_stored = merged is not None and merged in others
    else:
        is_stored = _value(prediction.live, path) is not None
    return path, is_stored and _value(prediction.written, path) is None


def written_places(ports: list[Data], written: Data) -> list[int | None]:
    """Give, for each port of an object, its place in the manifest; ``None`` where it has none."""
    own: list[Data] = written["spec"].get("ports") or []
    return [_place(port, list(enumerate(own))) for port in ports]


def manifest_path(fields: FieldPath, written: Data) -> Path:
    """Turn a path of managed fields into one of the manifest, as far as it is written there."""
    path: Path = ()
    for what, value in fields:
        if what == "f":
            path = (*path, value)
            continue
        items: Any = _value(written, path)
        place = _place_of(what, value, items if isinstance(items, list) else [])
        if place is None:
            return path
        path = (*path, place)
    return path


def _place_of(what: str, value: Any, items: list[Any]) -> int | None:
    keys = dict(value) if what == "k" else {}
    defaults = {"protocol": "TCP"}
    for index, item in enumerate(items):
        if what == "v" and item == value:
            return index
        if what == "k" and all(item.get(k, defaults.get(k)) == v for k, v in keys.items()):
            return index
    return None


def _place(port: Data, written: list[tuple[int, Data]]) -> int | None:
    key = (port["port"], port["protocol"])
    for index, other in written:
        if (other.get("port", 0), other.get("protocol") or "TCP") == key:
            return index
    for index, other in written:
        if other.get("port", 0) == port["port"] or other.get("name", "") == port.get("name", " "):
            return index
    return None


def _value(data: Any, path: Path) -> Any:
    for step in path:
        try:
            data = data[step]
        except (LookupError, TypeError):
            return None
    return data
