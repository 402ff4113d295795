"""The namespace of a Service is not a DNS label."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.syntax import dns_label_problem
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule("namespace-invalid", Severity.ERROR, since="0.1", where=("irregular names",))
def rule(service: Service) -> Iterator[Report]:
    """The namespace of a Service is not a DNS label."""
    namespace = service.metadata.get("namespace")
    problem = dns_label_problem(namespace) if namespace else None
    if problem is not None:
        yield refused(
            ("metadata", "namespace"),
            f"the namespace {namespace!r} {problem}",
            "use the name of an existing namespace; no namespace can have this name",
            reason="NotFound",
            field="",
        )
