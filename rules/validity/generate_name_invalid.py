"""A generateName cannot produce a valid name for its kind."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.allocation import records_cluster_ip
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule

REMEDY = "use lower-case letters, digits and '-', as in web-"
# The server truncates the prefix to 58 bytes and appends five letters or digits.
PREFIX_BYTES = 58
EXAMPLE_SUFFIX = "x7k2p"


@object_rule("generate-name-invalid", Severity.ERROR, since="0.1", where=("generateName",))
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """A generateName cannot produce a valid name for its kind."""
    prefix = checked.metadata.get("generateName")
    is_validated = checked.live is None or checked.kind.validates_name_again(checked.version)
    if not prefix or not is_validated:
        return

    def problem_of(text: str) -> str | None:
        return checked.kind.name_problem(text, checked.version)

    path = ("metadata", "generateName")
    masked = _mask_final_hyphen(prefix) if checked.kind.generates_names else prefix
    if problem_of(masked) is not None or "/" in prefix or "%" in prefix:
        whole = prefix[:-1] + "a" if prefix[1:].endswith("-") else prefix
        yield refused(path, f"generateName {prefix!r} {problem_of(whole)}", REMEDY)
    name = prefix
    if checked.kind.generates_names:
        name = _truncate(prefix, PREFIX_BYTES) + EXAMPLE_SUFFIX
    problem = problem_of(name)
    if problem is not None and not checked.metadata.get("name"):
        is_recorded = isinstance(checked, Service) and records_cluster_ip(checked)
        unrecordable = ("/" in name or "%" in name) and is_recorded
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
