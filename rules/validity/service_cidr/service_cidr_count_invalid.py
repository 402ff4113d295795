"""A ServiceCIDR has no CIDR, more than two, or two of one IP family."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.service_cidr import validated_cidrs
from svclint.model import Report, Severity, refused
from svclint.model.addresses import parse_cidr
from svclint.rule import object_rule


@object_rule("service-cidr-count-invalid", Severity.ERROR, since="0.1", kinds=("ServiceCIDR",))
def rule(service_cidr: KubernetesObject) -> Iterator[Report]:
    """A ServiceCIDR has no CIDR, more than two, or two of one IP family."""
    cidrs, path = validated_cidrs(service_cidr), ("spec", "cidrs")
    if cidrs is None:
        return
    if not cidrs:
        yield refused(
            path,
            "the ServiceCIDR has no CIDR",
            "add one, or one of each IP family",
            reason="FieldValueRequired",
        )
    elif len(cidrs) > 2:
        yield refused(
            path,
            f"the ServiceCIDR has {len(cidrs)} CIDRs; at most 2 are allowed",
            "keep one of each IP family, and put the others into ServiceCIDRs of their own",
            at_key=True,
        )
    elif len(cidrs) == 2:
        families = [parsed and parsed[0].family for parsed in map(parse_cidr, cidrs)]
        if families[0] is not None and families[0] == families[1]:
            yield refused(
                path,
                f"the CIDRs {cidrs[0]} and {cidrs[1]} are both {families[0]}",
                "keep one of each IP family, and put the other into a ServiceCIDR of its own",
                at_key=True,
            )
