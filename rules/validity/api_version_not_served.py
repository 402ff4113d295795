"""The Kubernetes version does not serve the apiVersion of an object."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.kinds import kind_of
from svclint.kubernetes.schema import Violation
from svclint.model import Edit, Fix, Report, ServerAnswer, Severity
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
    answer = ServerAnswer("reject", "NotFound", "")
    yield Report(violation.path, message, remedy, answer, fix=_fix(document, violation))


def _fix(document: Document, violation: Violation) -> Fix | None:
    """Return the rewriting for the version that is served, if there is another one."""
    kind = kind_of(violation.expected, document.kind)
    if kind is None or violation.found == violation.expected:
        return None
    edits = kind.upgrade(document.data)
    if edits is None:
        return None
    return Fix((Edit("set", violation.path, kind.api_version), *edits), is_safe=False)
