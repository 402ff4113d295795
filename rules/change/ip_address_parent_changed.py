"""The parent of a live IPAddress is changed."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Data, Report, Severity, refused
from svclint.rule import change_rule


@change_rule("ip-address-parent-changed", Severity.ERROR, since="0.1", kinds=("IPAddress",))
def rule(change: Prediction[KubernetesObject]) -> Iterator[Report]:
    """The parent of a live IPAddress is changed."""
    before, after = change.old.get("parentRef") or {}, change.checked.spec.get("parentRef") or {}
    if _filled(before) != _filled(after):
        yield refused(
            ("spec", "parentRef"),
            f"parentRef is immutable: it cannot change from {_spell(before)} to {_spell(after)}",
            "leave it as it is; or delete the IPAddress, and create it with the other parent",
        )


def _filled(parent: Data) -> Data:
    # In Go, an empty string is the same as none.
    return {name: value for name, value in parent.items() if value}


def _spell(parent: Data) -> str:
    steps = (parent.get(name) for name in ("group", "resource", "namespace", "name"))
    return "/".join(filter(None, steps)) or "none"
