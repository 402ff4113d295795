"""An annotation has a key that is not a qualified name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import qualified_name_problem
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule


@object_rule("annotation-key-invalid", Severity.ERROR, since="0.1", where=("annotations",))
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """An annotation has a key that is not a qualified name."""
    annotations = checked.metadata.get("annotations") or {}
    for key in annotations:
        # The server converts annotation keys to lower case first, letter by letter.
        problem = qualified_name_problem("".join(letter.lower()[0] for letter in key))
        if problem is not None:
            yield refused(
                ("metadata", "annotations", key),
                f"the annotation key {key!r} {problem}",
                "write it as name or example.com/name",
                field="metadata.annotations",
                at_key=True,
            )
