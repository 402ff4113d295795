"""A cluster IP is of a different IP family than its entry in ipFamilies."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.address_validation import cluster_ip_path, cluster_ips_are_valid
from svclint.model import Report, Severity, refused
from svclint.model.addresses import parse_ip
from svclint.rule import service_rule


@service_rule("cluster-ip-family-mismatch", Severity.ERROR, since="0.1", where=("ipFamilies",))
def rule(service: Service) -> Iterator[Report]:
    """A cluster IP is of a different IP family than its entry in ipFamilies."""
    families = service.spec.get("ipFamilies") or []
    if service.type == "ExternalName" or service.is_headless or not cluster_ips_are_valid(service):
        return
    written = [address.family for text in service.cluster_ips if (address := parse_ip(text))]
    corrected = ", ".join(dict.fromkeys(written + families))
    for index, (text, family) in enumerate(zip(service.cluster_ips, families, strict=False)):
        address = parse_ip(text)
        if address is not None and family in ("IPv4", "IPv6") and address.family != family:
            yield refused(
                cluster_ip_path(service, index),
                f"cluster IP {text} is {address.family}, but ipFamilies[{index}] is {family}",
                f"write ipFamilies: [{corrected}], or leave ipFamilies out",
                field=f"spec.clusterIPs[{index}]",
                related=(("spec", "ipFamilies", index),),
            )
