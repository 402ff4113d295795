"""An address or CIDR is not written in its canonical form."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import Path, Report, Severity, warned
from svclint.rule import service_rule
from svclint.service import Service
from svclint.service.addressing import cidr_form_problem, cluster_ip_path, ip_form_problem


@service_rule("address-not-canonical", Severity.WARNING, since="0.1")
def rule(service: Service) -> Iterator[Report]:
    """An address or CIDR is not written in its canonical form."""
    spec = service.spec
    if service.type != "ExternalName" and not service.is_headless:
        for index, text in enumerate(service.cluster_ips):
            yield from _ip(cluster_ip_path(service, index), text, service)
    for index, text in enumerate(spec.get("externalIPs") or []):
        yield from _ip(("spec", "externalIPs", index), text, service)
    if spec.get("loadBalancerIP"):
        yield from _ip(("spec", "loadBalancerIP"), spec["loadBalancerIP"], service)
    for index, text in enumerate(spec.get("loadBalancerSourceRanges") or []):
        problem = cidr_form_problem(text)
        if problem is not None:
            yield warned(
                ("spec", "loadBalancerSourceRanges", index),
                f"source range {text} {problem[0]}",
                f"write {problem[1]}",
            )


def _ip(path: Path, text: str, service: Service) -> Iterator[Report]:
    problem = ip_form_problem(text)
    if problem is not None:
        yield warned(path, f"address {text} {problem[0]}", f"write {problem[1]}")
