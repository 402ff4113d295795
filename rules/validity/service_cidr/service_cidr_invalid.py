"""A CIDR of a ServiceCIDR is invalid, or not in its canonical form."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.address_spelling import (
    cidr_remedy,
    corrected_cidr,
    new_cidr_problem,
)
from svclint.kubernetes.service_cidr import validated_cidrs
from svclint.kubernetes.version_changes import STRICT_ADDRESSES
from svclint.model import Report, Severity, refused, set_to
from svclint.model.addresses import parse_cidr
from svclint.rule import object_rule

NOT_CANONICAL = "is not in the canonical form of RFC 5952"


@object_rule("service-cidr-invalid", Severity.ERROR, since="0.1", kinds=("ServiceCIDR",))
def rule(service_cidr: KubernetesObject) -> Iterator[Report]:
    """A CIDR of a ServiceCIDR is invalid, or not in its canonical form."""
    cidrs = validated_cidrs(service_cidr) or []
    if len(cidrs) > 2:
        return
    for index, text in enumerate(cidrs):
        if (problem := _problem(text)) is not None:
            path, meant = ("spec", "cidrs", index), corrected_cidr(text)
            yield refused(
                path,
                f"the CIDR {text!r} {problem}",
                cidr_remedy(text),
                # Another network may be meant.
                fix=set_to(path, meant, is_safe=problem == NOT_CANONICAL) if meant else None,
            )


def _problem(text: str) -> str | None:
    # Every version that has the kind is strict.
    problem = new_cidr_problem(text, STRICT_ADDRESSES.since)
    parsed = parse_cidr(text)
    if problem is None and parsed is not None and str(parsed[1]) != text:
        return NOT_CANONICAL
    return problem
