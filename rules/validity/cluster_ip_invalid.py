"""A cluster IP is not an IP address."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.address_spelling import corrected_ip, ip_remedy, new_ip_problem
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.address_validation import cluster_ip_path
from svclint.model import Fix, Path, Report, Severity, refused, set_to
from svclint.model.addresses import has_leading_zeros
from svclint.rule import service_rule


@service_rule("cluster-ip-invalid", Severity.ERROR, since="0.1", where=("clusterIP", "clusterIPs"))
def rule(service: Service) -> Iterator[Report]:
    """A cluster IP is not an IP address."""
    if service.type == "ExternalName":
        return
    stored = service.stored("clusterIPs")
    for index, text in enumerate(service.cluster_ips):
        if (index == 0 and text == "None") or text in stored:
            continue
        problem, remedy = new_ip_problem(text, service.version), ip_remedy(text)
        if text == "None":
            problem = "must be the only entry of clusterIPs"
            remedy = "remove it, or remove all other entries for a headless Service"
        meant, path = corrected_ip(text), cluster_ip_path(service, index)
        is_meant = meant is not None and (meant != "None" or index == 0)
        if problem is not None:
            yield refused(
                path,
                f"cluster IP {text!r} {problem}",
                remedy,
                field=f"spec.clusterIPs[{index}]",
                fix=_respelled(path, text, meant) if is_meant and meant else None,
            )


def _respelled(path: Path, text: str, meant: str) -> Fix:
    # Leading zeros are octal for some programs.
    return set_to(path, meant, is_safe=not has_leading_zeros(text.strip()))
