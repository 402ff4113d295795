"""An address or CIDR is not written in its canonical form."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.endpoints.addresses import (
    address_problem,
    endpoint_addresses,
    is_managed,
)
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.address_spelling import (
    STRICT_FROM,
    cidr_form_problem,
    ip_form_problem,
    new_cidr_problem,
    new_ip_problem,
)
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.address_validation import cluster_ip_path
from svclint.model import Path, Report, Severity, set_to, warned
from svclint.model.addresses import cidr_has_leading_zeros, has_leading_zeros
from svclint.rule import object_rule

# The first servers that warn of addresses in EndpointSlices and Endpoints.
ENDPOINTS_FROM = (1, 33)


@object_rule(
    "address-not-canonical",
    Severity.WARNING,
    since="0.1",
    kinds=("Service", "EndpointSlice", "Endpoints"),
    where=("clusterIP", "clusterIPs", "externalIPs", "loadBalancerSourceRanges", "loadBalancerIP"),
)
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """An address or CIDR is not written in its canonical form."""
    if isinstance(checked, Service):
        yield from _check_service(checked)
    elif not is_managed(checked):
        for address in endpoint_addresses(checked):
            if address_problem(address, checked.version) is None:
                yield from (
                    found if checked.version >= ENDPOINTS_FROM else found._replace(server=None)
                    for found in _check_address(address.path, address.text, checked)
                )


def _check_service(service: Service) -> Iterator[Report]:
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


def _check_address(path: Path, text: str, checked: KubernetesObject) -> Iterator[Report]:
    problem = ip_form_problem(text)
    if problem is not None:
        found = warned(
            path,
            f"address {text} {problem[0]}",
            f"write {problem[1]}",
            fix=set_to(path, problem[1]),
        )
        loose = new_ip_problem(text, STRICT_FROM) is not None
        yield _drop_unissued_warning(found, checked, is_new=loose and not has_leading_zeros(text))


def _drop_unissued_warning(found: Report, checked: KubernetesObject, *, is_new: bool) -> Report:
    """Drop the server's answer if servers before 1.33 do not warn about it (KEP-4858)."""
    return found._replace(server=None) if is_new and checked.version < (1, 33) else found
