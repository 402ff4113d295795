"""A generateName cannot produce a valid Service name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.allocation import records_cluster_ip
from svclint.kubernetes.service.syntax import dns_1035_label_problem, dns_label_problem
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule

REMEDY = "use lower-case letters, digits and '-', as in web-"
# The server truncates the prefix to 58 bytes and appends five letters or digits.
PREFIX_BYTES = 58
EXAMPLE_SUFFIX = "x7k2p"


@service_rule("generate-name-invalid", Severity.ERROR, since="0.1", where=("generateName",))
def rule(service: Service) -> Iterator[Report]:
    """A generateName cannot produce a valid Service name."""
    prefix = service.metadata.get("generateName")
    if not prefix or service.live is not None:
        return
    label_problem = dns_label_problem if service.version >= (1, 36) else dns_1035_label_problem
    path = ("metadata", "generateName")
    if label_problem(_mask_final_hyphen(prefix)) is not None or "/" in prefix or "%" in prefix:
        whole = prefix[:-1] + "a" if prefix[1:].endswith("-") else prefix
        yield refused(path, f"generateName {prefix!r} {label_problem(whole)}", REMEDY)
    name = _truncate(prefix, PREFIX_BYTES) + EXAMPLE_SUFFIX
    problem = label_problem(name)
    if problem is not None and not service.metadata.get("name"):
        unrecordable = ("/" in name or "%" in name) and records_cluster_ip(service)
        yield refused(
            path,
            f"the name that the API server generates from it, such as {name!r}, {problem}",
            REMEDY,
            field="spec.clusterIPs" if unrecordable else "metadata.name",
        )


def _mask_final_hyphen(prefix: str) -> str:
    """Replace a final hyphen and the character before it, which the server does not check."""
    if len(prefix) > 1 and prefix.endswith("-"):
        return _truncate(prefix, -2) + "a"
    return prefix


def _truncate(text: str, end: int) -> str:
    return text.encode("utf-8", "replace")[:end].decode("utf-8", "replace")
