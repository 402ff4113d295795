"""The generateName of a Service cannot begin a DNS label."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Report, Severity, refused
from svclint.rule import service_rule
from svclint.service import Service
from svclint.service.allocation import records_cluster_ip
from svclint.service.syntax import dns_1035_label_problem, dns_label_problem


@service_rule("generate-name-invalid", Severity.ERROR, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """The generateName of a Service cannot begin a DNS label."""
    prefix = service.metadata.get("generateName")
    if not prefix:
        return
    label_problem = dns_label_problem if service.version >= (1, 36) else dns_1035_label_problem
    problem = label_problem(_masked(prefix))
    if problem is None:
        return
    yield refused(
        ("metadata", "generateName"),
        f"names that begin with {prefix!r} are invalid: the text {problem}",
        "use lower-case letters, digits and '-', beginning with a letter",
    )
    if not service.metadata.get("name"):
        slash = ("/" in prefix or "%" in prefix) and records_cluster_ip(service)
        yield refused(
            ("metadata", "generateName"),
            f"the name that the API server makes of {prefix!r} is invalid too",
            field="spec.clusterIPs" if slash else "metadata.name",
        )


def _masked(prefix: str) -> str:
    """Let a prefix end with a hyphen, as the server does."""
    return prefix[:-1] + "a" if len(prefix) > 1 and prefix.endswith("-") else prefix
