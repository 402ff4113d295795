"""Live objects that an apply leaves behind."""

from __future__ import annotations

from collections.abc import Iterable

from svclint.kubernetes.kinds import kind_of
from svclint.kubernetes.merge.client_side import LAST_APPLIED
from svclint.model import ConfigError, ObjectName
from svclint.source.document import Document


def left_behind(
    live: Iterable[Document], applied: Iterable[ObjectName], selector: str
) -> list[ObjectName]:
    """Return the live objects that were applied to the same namespaces and are in no file.

    ``selector`` limits them to labels, as ``a=b,c=d``. Raises ``ConfigError`` if it is invalid.
    """
    labels = _labels(selector)
    files = set(applied)
    namespaces = {name.namespace for name in files} - {""}
    return sorted(
        document.object_name
        for document in live
        if kind_of(document.api_version, document.kind) is not None
        and document.object_name not in files
        and document.object_name.namespace in namespaces
        and _was_applied(document)
        and labels.items() <= (document.value(("metadata", "labels")) or {}).items()
    )


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
