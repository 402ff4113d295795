"""Live Services by name, and those that an apply leaves behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from svclint.kubernetes.live.snapshot import LiveState
from svclint.kubernetes.merge.client_side import LAST_APPLIED
from svclint.model import ConfigError, ObjectName
from svclint.source.document import Document

# The Service of the API server itself is never pruned.
_API_SERVER = ("default", "kubernetes")


def live_services(live: LiveState) -> dict[tuple[str, str], Document]:
    """Return the live Services by namespace and name."""
    return {
        (name.namespace, name.name): document
        for document in live.objects
        if (name := document.object_name)[:2] == ("v1", "Service")
    }


def left_behind(
    live: Mapping[tuple[str, str], Document], applied: Iterable[ObjectName], selector: str
) -> list[ObjectName]:
    """Return the live Services that were applied to the same namespaces and are in no file.

    ``selector`` limits them to labels, as ``a=b,c=d``. Raises ``ConfigError`` if it is invalid.
    """
    labels = _labels(selector)
    files = {(name.namespace, name.name) for name in applied}
    namespaces = {namespace for namespace, _ in files}
    return [
        document.object_name
        for key, document in sorted(live.items())
        if key not in files
        and key != _API_SERVER
        and key[0] in namespaces
        and _was_applied(document)
        and labels.items() <= (document.value(("metadata", "labels")) or {}).items()
    ]


def _labels(selector: str) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in selector.split(",") if pair]
    if not all(key and mark for key, mark, _ in pairs):
        raise ConfigError(f"{selector!r} is not a selector; write it as app=web,tier=front")
    return {key.strip(): value.strip("= ") for key, _, value in pairs}


def _was_applied(document: Document) -> bool:
    """Return whether the object was applied, client-side or server-side."""
    if LAST_APPLIED in (document.value(("metadata", "annotations")) or {}):
        return True
    managers = document.value(("metadata", "managedFields")) or []
    return any(entry.get("operation") == "Apply" for entry in managers if isinstance(entry, dict))
