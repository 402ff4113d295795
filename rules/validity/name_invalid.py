"""The name of a Service is not a DNS label."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.allocation import records_cluster_ip
from svclint.kubernetes.service.syntax import dns_1035_label_problem, dns_label_problem
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule("name-invalid", Severity.ERROR, since="0.1", where=("irregular names",))
def rule(service: Service) -> Iterator[Report]:
    """The name of a Service is not a DNS label."""
    name = service.metadata.get("name")
    if not name:
        return
    label_problem = dns_label_problem if service.version >= (1, 36) else dns_1035_label_problem
    problem = label_problem(name)
    if problem is None:
        return
    unrecordable = name in (".", "..") or "/" in name or "%" in name
    field = None
    if unrecordable and records_cluster_ip(service):
        field = "spec.clusterIPs"
    yield refused(
        ("metadata", "name"),
        f"the name {name!r} {problem}",
        _remedy(name),
        field=field,
    )


def _remedy(name: str) -> str:
    if name[:1].isdigit() and dns_label_problem(name) is None:
        return f"start it with a letter, as in svc-{name}"
    return "use lower-case letters, digits and '-': the name of a Service is part of its DNS name"
