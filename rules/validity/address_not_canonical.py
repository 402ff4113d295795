"""An address or CIDR is not written in its canonical form."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.address_validation import (
    STRICT_FROM,
    cidr_form_problem,
    cluster_ip_path,
    ip_form_problem,
    new_cidr_problem,
    new_ip_problem,
)
from svclint.model import Path, Report, Severity, set_to, warned
from svclint.model.addresses import cidr_has_leading_zeros, has_leading_zeros
from svclint.rule import service_rule


@service_rule(
    "address-not-canonical",
    Severity.WARNING,
    since="0.1",
    where=("clusterIP", "clusterIPs", "externalIPs", "loadBalancerSourceRanges", "loadBalancerIP"),
)
def rule(service: Service) -> Iterator[Report]:
    """An address or CIDR is not written in its canonical form."""
    spec = service.spec
    if service.type != "ExternalName" and not service.is_headless:
        for index, text in enumerate(service.cluster_ips):
            if not _is_refused(service, "clusterIPs", text):
                for found in _check_address(cluster_ip_path(service, index), text, service):
                    server = found.server and found.server._replace(
                        field=f"spec.clusterIPs[{index}]"
                    )
                    fix = found.fix
                    if fix is not None:
                        # Once stored, the address is immutable, even in its spelling.
                        fix = None if service.live else fix._replace(is_safe=False)
                    yield found._replace(server=server, fix=fix)
    for index, text in enumerate(spec.get("externalIPs") or []):
        if not _is_refused(service, "externalIPs", text):
            yield from _check_address(("spec", "externalIPs", index), text, service)
    if spec.get("loadBalancerIP"):
        yield from _check_address(("spec", "loadBalancerIP"), spec["loadBalancerIP"], service)
    stored = service.stored("loadBalancerSourceRanges")
    for index, text in enumerate(spec.get("loadBalancerSourceRanges") or []):
        problem = cidr_form_problem(text)
        refused = text not in stored and new_cidr_problem(text, service.version) is not None
        if problem is not None and not refused:
            path = ("spec", "loadBalancerSourceRanges", index)
            found = warned(
                path,
                f"source range {text} {problem[0]}",
                f"write {problem[1]}",
                fix=set_to(path, problem[1]),
            )
            loose = new_cidr_problem(text, STRICT_FROM) is not None
            yield _drop_unissued_warning(
                found, service, is_new=loose and not cidr_has_leading_zeros(text)
            )


def _is_refused(service: Service, field: str, text: str) -> bool:
    """Return whether the rules for invalid addresses already report it."""
    new = text not in service.stored(field)
    return new and new_ip_problem(text, service.version) is not None


def _check_address(path: Path, text: str, service: Service) -> Iterator[Report]:
    problem = ip_form_problem(text)
    if problem is not None:
        found = warned(
            path,
            f"address {text} {problem[0]}",
            f"write {problem[1]}",
            fix=set_to(path, problem[1]),
        )
        loose = new_ip_problem(text, STRICT_FROM) is not None
        yield _drop_unissued_warning(found, service, is_new=loose and not has_leading_zeros(text))


def _drop_unissued_warning(found: Report, service: Service, *, is_new: bool) -> Report:
    """Drop the server's answer if servers before 1.33 do not warn about it (KEP-4858)."""
    return found._replace(server=None) if is_new and service.version < (1, 33) else found
