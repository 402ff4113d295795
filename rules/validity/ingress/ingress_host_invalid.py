"""The host of an Ingress rule is not a DNS name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.ingress import host_correction
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import host_problem, misplaced_character
from svclint.model import Report, Severity, refused, set_to
from svclint.model.addresses import parse_ip
from svclint.rule import object_rule


@object_rule("ingress-host-invalid", Severity.ERROR, since="0.1", kinds=("Ingress",))
def rule(ingress: KubernetesObject) -> Iterator[Report]:
    """The host of an Ingress rule is not a DNS name."""
    for index, entry in enumerate(ingress.spec.get("rules") or ()):
        host, path = entry.get("host"), ("spec", "rules", index, "host")
        if not host:
            continue
        if parse_ip(host) is not None:
            yield refused(
                path,
                f"the host {host!r} is an IP address, not a DNS name",
                "remove the host to match every request, or write a DNS name",
            )
        elif (problem := host_problem(host)) is not None:
            remedy, meant = host_correction(host)
            yield refused(
                path,
                f"the host {host!r} {problem}",
                remedy,
                fix=set_to(path, meant) if meant else None,
            )._replace(part=misplaced_character(host, host_problem))
