"""The two topology annotations contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused, remove
from svclint.rule import service_rule

MODE = "service.kubernetes.io/topology-mode"
HINTS = "service.kubernetes.io/topology-aware-hints"


@service_rule("topology-annotations-disagree", Severity.ERROR, since="0.1", where=("annotations",))
def rule(service: Service) -> Iterator[Report]:
    """The two topology annotations contradict each other."""
    annotations = service.metadata.get("annotations") or {}
    mode, hints = annotations.get(MODE), annotations.get(HINTS)
    if mode is not None and hints is not None and mode != hints:
        yield refused(
            ("metadata", "annotations", MODE),
            f"{MODE} is {mode!r}, but the deprecated {HINTS} is {hints!r}",
            "remove the deprecated annotation",
            field=f"metadata.annotations[{MODE}]",
            related=(("metadata", "annotations", HINTS),),
            # The deprecated annotation may have the intended value.
            fix=remove(("metadata", "annotations", HINTS), is_safe=False),
        )
