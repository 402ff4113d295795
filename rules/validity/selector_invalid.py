"""A selector has a key or value that no label can have."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.syntax import label_value_problem, qualified_name_problem
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule("selector-invalid", Severity.ERROR, since="0.1", where=("irregular labels",))
def rule(service: Service) -> Iterator[Report]:
    """A selector has a key or value that no label can have."""
    selector = service.spec.get("selector") or {}
    for key, value in selector.items():
        if (problem := qualified_name_problem(key)) is not None:
            is_pair = ":" in key and not value
            yield refused(
                ("spec", "selector", key),
                f"the selector key {key!r} {problem}",
                "add a space after the colon"
                if is_pair
                else "write the label key exactly as the pods have it",
                field="spec.selector",
                at_key=True,
            )
        if (problem := label_value_problem(value)) is not None:
            yield refused(
                ("spec", "selector", key),
                f"the value {value!r} of selector {key} {problem}",
                "write the label value exactly as the pods have it",
                field="spec.selector",
            )
