"""The generateName of a Service cannot begin a DNS label."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.allocation import records_cluster_ip
from svclint.kubernetes.service.syntax import dns_1035_label_problem, dns_label_problem
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule

REMEDY = "use lower-case letters, digits and '-', as in web-"
# The server cuts the prefix to 58 bytes and appends five letters or digits.
PREFIX_BYTES, RANDOM = 58, "x7k2p"


@service_rule("generate-name-invalid", Severity.ERROR, since="0.1", where=("generateName",))
def rule(service: Service) -> Iterator[Report]:
    """The generateName of a Service cannot begin a DNS label."""
    prefix = service.metadata.get("generateName")
    if not prefix or service.live is not None:
        return
    label_problem = dns_label_problem if service.version >= (1, 36) else dns_1035_label_problem
    path = ("metadata", "generateName")
    if label_problem(_masked(prefix)) is not None or "/" in prefix or "%" in prefix:
        whole = prefix[:-1] + "a" if prefix[1:].endswith("-") else prefix
        yield refused(path, f"generateName {prefix!r} {label_problem(whole)}", REMEDY)
    name = _cut(prefix, PREFIX_BYTES) + RANDOM
    problem = label_problem(name)
    if problem is not None and not service.metadata.get("name"):
        unrecordable = ("/" in name or "%" in name) and records_cluster_ip(service)
        yield refused(
            path,
            f"the name that the API server makes of it, such as {name!r}, {problem}",
            REMEDY,
            field="spec.clusterIPs" if unrecordable else "metadata.name",
        )


def _masked(prefix: str) -> str:
    """Let a prefix end with a hyphen, as the server does: it looks at neither of the last two."""
    if len(prefix) > 1 and prefix.endswith("-"):
        return _cut(prefix, -2) + "a"
    return prefix


def _cut(text: str, end: int) -> str:
    return text.encode("utf-8", "replace")[:end].decode("utf-8", "replace")
