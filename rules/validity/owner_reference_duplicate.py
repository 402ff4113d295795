"""Two owner references are the same."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, Severity, remove, warned
from svclint.rule import object_rule

TEXTS = ("apiVersion", "kind", "name", "uid")
FLAGS = ("controller", "blockOwnerDeletion")


@object_rule("owner-reference-duplicate", Severity.WARNING, since="0.1", where=("ownerReferences",))
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """Two owner references are the same."""
    first: dict[tuple[str | bool | None, ...], int] = {}
    has_warned = False
    for index, owner in enumerate(checked.metadata.get("ownerReferences") or []):
        key = tuple(owner.get(name) or "" for name in TEXTS) + tuple(map(owner.get, FLAGS))
        if key in first:
            report = warned(
                ("metadata", "ownerReferences", index),
                f"owner {key[1]} {key[2]} is already in .metadata.ownerReferences[{first[key]}]",
                "remove one of the two; the API server keeps only the first",
                fix=remove(("metadata", "ownerReferences", index)),
            )._replace(related=(("metadata", "ownerReferences", first[key]),))
            # The server reports all of them in one warning.
            yield report._replace(server=None) if has_warned else report
            has_warned = True
        first.setdefault(key, index)
