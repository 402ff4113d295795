"""A TargetGroupBinding has a target type that AWS does not register pods with."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.model import Report, Severity, set_to
from svclint.model.data import group_of, text
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.placeholders import contains_placeholder

_PATH = ("spec", "targetType")
# Targets of the type alb are load balancers, which newer versions of the controller register.
_TYPES = ("instance", "ip", "alb")


@reference_rule("target-type-unknown", Severity.ERROR, since="0.1", kinds=("TargetGroupBinding",))
def rule(document: Document, _inventory: Inventory) -> Iterator[Report]:
    """A TargetGroupBinding has a target type that AWS does not register pods with."""
    written = text(document.value(_PATH))
    if group_of(document.api_version) != "elbv2.k8s.aws" or not written:
        return
    if written in _TYPES or contains_placeholder(written):
        return
    lower = written.lower()
    yield Report(
        _PATH,
        f'targetType "{written}" is neither "instance" nor "ip"; the API server refuses the '
        "TargetGroupBinding",
        f"write {lower}" if lower in _TYPES else "write instance or ip",
        fix=set_to(_PATH, lower) if lower in _TYPES else None,
    )
