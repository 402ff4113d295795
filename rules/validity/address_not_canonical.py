"""An address or CIDR is not written in its canonical form."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.endpoints.addresses import (
    address_problem,
    is_managed,
    spelt_addresses,
)
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.address_spelling import (
    cidr_form_problems,
    cidr_remedy,
    corrected_cidr,
    ip_form_problem,
    keeps_its_addresses,
    new_cidr_problem,
    new_ip_problem,
    warns_of_cidr,
    warns_of_ip,
)
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.address_validation import cluster_ip_path
from svclint.kubernetes.version_changes import ENDPOINTS_DEPRECATED
from svclint.model import Path, Report, Severity, set_to, warned
from svclint.model.addresses import has_leading_zeros
from svclint.rule import object_rule


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
        for address in spelt_addresses(checked):
            if address_problem(address, checked.version) is None:
                for found in _check_address(address.path, address.text, checked):
                    is_warned = ENDPOINTS_DEPRECATED.is_in(checked.version)
                    yield found if is_warned else found._replace(server=None)


def _check_service(service: Service) -> Iterator[Report]:
    spec = service.spec
    if service.type != "ExternalName" and not service.is_headless:
        stored = service.stored("clusterIPs")
        for index, text in enumerate(service.cluster_ips):
            if not _is_refused(text, stored, service):
                for found in _check_address(cluster_ip_path(service, index), text, service):
                    server = found.server and found.server._replace(
                        field=f"spec.clusterIPs[{index}]"
                    )
                    fix = found.fix
                    if fix is not None:
                        # Once stored, the address is immutable, even in its spelling.
                        fix = None if service.live else fix._replace(is_safe=False)
                    yield found._replace(server=server, fix=fix)
    stored = service.stored("externalIPs")
    for index, text in enumerate(spec.get("externalIPs") or []):
        if not _is_refused(text, stored, service):
            yield from _check_address(("spec", "externalIPs", index), text, service)
    if spec.get("loadBalancerIP"):
        yield from _check_address(("spec", "loadBalancerIP"), spec["loadBalancerIP"], service)
    stored = service.stored("loadBalancerSourceRanges")
    for index, text in enumerate(spec.get("loadBalancerSourceRanges") or []):
        if text in stored or new_cidr_problem(text.strip(), service.version) is None:
            yield from _check_range(("spec", "loadBalancerSourceRanges", index), text, service)


def _check_range(path: Path, text: str, service: Service) -> Iterator[Report]:
    problems = ["has spaces around it"] if text != text.strip() else cidr_form_problems(text)
    meant = corrected_cidr(text.strip())
    for problem in problems:
        found = warned(
            path,
            f"source range {text.strip()} {problem}",
            cidr_remedy(text.strip()),
            fix=set_to(path, meant, is_safe=keeps_its_addresses(text.strip())) if meant else None,
        )
        yield found if warns_of_cidr(text, service.version) else found._replace(server=None)


def _is_refused(text: str, stored: frozenset[str], service: Service) -> bool:
    """Return whether the rules for invalid addresses already report it."""
    return text not in stored and new_ip_problem(text, service.version) is not None


def _check_address(path: Path, text: str, checked: KubernetesObject) -> Iterator[Report]:
    problem = ip_form_problem(text)
    if problem is not None:
        found = warned(
            path,
            f"address {text} {problem[0]}",
            f"write {problem[1]}",
            # Leading zeros are octal for some programs.
            fix=set_to(path, problem[1], is_safe=not has_leading_zeros(text)),
        )
        yield found if warns_of_ip(text, checked.version) else found._replace(server=None)
