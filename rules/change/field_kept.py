"""A value of the live Service remains although the manifest does not set it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.kept_fields import KeptField, kept_fields, management, why_kept
from svclint.model import Report, Severity
from svclint.rule import change_rule


@change_rule("field-kept", Severity.WARNING, since="0.1")
def rule(change: Prediction[Service]) -> Iterator[Report]:
    """A value of the live Service remains although the manifest does not set it."""
    kept = kept_fields(change)
    for field in kept:
        if field.path[0] == "spec":
            yield Report(
                field.path,
                f"{_spelled(field)} remains although the manifest does not set it: "
                f"{_reason(change, field)}",
                _remedy(change, field),
            )
    for name in ("labels", "annotations"):
        fields = [field for field in kept if field.path[:2] == ("metadata", name)]
        if fields:
            keys = ", ".join(str(field.path[-1]) for field in fields)
            verb = "remain" if fields[1:] else "remains"
            noun = name if fields[1:] else name[:-1]
            yield Report(
                ("metadata", name),
                f"{noun} {keys} {verb} although the manifest does not set "
                f"{'them' if fields[1:] else 'it'}: {_reason(change, fields[0])}",
                _removal(change, name, fields),
                severity=Severity.NOTE,
                at_key=True,
            )


def _spelled(field: KeptField) -> str:
    if field.path[1] == "selector":
        return f"selector key {field.path[-1]}={field.value}"
    value = field.value if isinstance(field.value, str) else json.dumps(field.value)
    return f"{field.path[-1]} {value}"


def _reason(change: Prediction[Service], field: KeptField) -> str:
    return "; ".join(filter(None, (why_kept(change), management(field.managers))))


def _remedy(change: Prediction[Service], field: KeptField) -> str:
    default = field.default
    if default is not None and not isinstance(default, dict | list):
        value = json.dumps(default) if isinstance(default, bool) else default
        return f"set {field.path[-1]}: {value} to change it"
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in field.live_path)
    patch = json.dumps([{"op": "remove", "path": "".join(f"/{step}" for step in steps)}])
    return (
        "set it to keep it, or remove it once: "
        f"kubectl patch service {_place(change)} --type=json -p '{patch}'"
    )


def _removal(change: Prediction[Service], name: str, fields: Sequence[KeptField]) -> str:
    """Return what to do about labels or annotations that remain."""
    it = "them" if fields[1:] else "it"
    verb = "label" if name == "labels" else "annotate"
    keys = " ".join(f"{field.path[-1]}-" for field in fields)
    command = f"kubectl {verb} service {_place(change)} {keys}"
    return f"set {it} to keep {it}, or remove {it} once: {command}"


def _place(change: Prediction[Service]) -> str:
    metadata = change.live["metadata"]
    return f"-n {metadata.get('namespace', 'default')} {metadata['name']}"
