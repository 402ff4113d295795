"""An annotation differs in one or two letters from a documented one."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.providers import readers_of, similar_annotation
from svclint.model import Report, Severity, rename_to
from svclint.model.data import labels, mapping
from svclint.rule import object_rule


@object_rule(
    "annotation-misspelt",
    Severity.WARNING,
    since="0.1",
    profile="recommended",
    where=("annotations", "labels"),
)
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """An annotation differs in one or two letters from a documented one."""
    metadata, kind = mapping(checked.written.get("metadata")), checked.kind.name
    for field in ("annotations", "labels"):
        written = labels(metadata.get(field)) if readers_of(field, kind) else {}
        for key in written:
            found = similar_annotation(key, field, kind)
            if found is not None:
                provider, known = found
                path = ("metadata", field, key)
                yield Report(
                    path,
                    f'{field[:-1]} "{key}" is not documented by {provider.name}; did you mean '
                    f'"{known}"?',
                    f"write {known}, if that is meant",
                    at_key=True,
                    fix=None if known in written else rename_to(path, known, is_safe=False),
                )
