"""The namespace of an object is not a DNS label."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import dns_label_problem
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule


@object_rule("namespace-invalid", Severity.ERROR, since="0.1", where=("irregular names",))
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """The namespace of an object is not a DNS label."""
    # The server drops the namespace of a cluster-scoped object, whatever it is.
    namespace = checked.metadata.get("namespace") if checked.kind.is_namespaced else None
    problem = dns_label_problem(namespace) if namespace else None
    if problem is not None:
        yield refused(
            ("metadata", "namespace"),
            f"the namespace {namespace!r} {problem}",
            "use the name of an existing namespace; no namespace can have this name",
            reason="NotFound",
            field="",
        )
