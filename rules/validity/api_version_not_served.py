"""The Kubernetes version does not serve the apiVersion of an object."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.schema import Violation
from svclint.model import Report, ServerAnswer, Severity
from svclint.rule import schema_rule
from svclint.source import Document


@schema_rule("api-version-not-served", Severity.ERROR, since="0.1")
def rule(document: Document, violation: Violation) -> Iterator[Report]:
    """The Kubernetes version does not serve the apiVersion of an object."""
    if violation.kind != "api version":
        return
    (when,) = violation.known_in
    written, kind = violation.found, document.kind
    if written == violation.expected:
        message = f"{written} has {kind} from Kubernetes {when} on"
        remedy = f"check against Kubernetes {when} or newer, or remove the object"
    else:
        message = f"no Kubernetes version from {when} on serves {kind} in {written}"
        remedy = f"rewrite the object for {violation.expected}"
    yield Report(violation.path, message, remedy, ServerAnswer("reject", "NotFound", ""))
