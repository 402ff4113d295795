"""A load-balancer source range is not a CIDR."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.address_spelling import (
    cidr_remedy,
    corrected_cidr,
    keeps_its_addresses,
    new_cidr_problem,
)
from svclint.kubernetes.service import Service
from svclint.kubernetes.version_changes import SOURCE_RANGES_BY_ENTRY
from svclint.model import Fix, Path, Report, Severity, refused, set_to
from svclint.rule import service_rule

ANNOTATION = "service.beta.kubernetes.io/load-balancer-source-ranges"


@service_rule(
    "source-range-invalid",
    Severity.ERROR,
    since="0.1",
    where=("loadBalancerSourceRanges", "annotations"),
)
def rule(service: Service) -> Iterator[Report]:
    """A load-balancer source range is not a CIDR."""
    ranges = service.spec.get("loadBalancerSourceRanges") or []
    stored = service.stored("loadBalancerSourceRanges")
    for index, text in enumerate(ranges):
        if text in stored:
            continue
        problem = new_cidr_problem(text.strip(), service.version)
        if problem is not None:
            entry = f"[{index}]" if SOURCE_RANGES_BY_ENTRY.is_in(service.version) else ""
            path = ("spec", "loadBalancerSourceRanges", index)
            yield refused(
                path,
                f"source range {text!r} {problem}",
                cidr_remedy(text.strip()),
                field=f"spec.LoadBalancerSourceRanges{entry}",
                fix=_respelled(path, text.strip()),
            )
    annotation = (service.metadata.get("annotations") or {}).get(ANNOTATION, "").strip()
    for text in annotation.split(",") if annotation and not ranges else ():
        problem = new_cidr_problem(text.strip(), service.version)
        if problem is not None:
            yield refused(
                ("metadata", "annotations", ANNOTATION),
                f"source range {text.strip()!r} {problem}",
                cidr_remedy(text.strip()),
                field=f"metadata.annotations[{ANNOTATION}]",
            )


def _respelled(path: Path, text: str) -> Fix | None:
    meant = corrected_cidr(text)
    return set_to(path, meant, is_safe=keeps_its_addresses(text)) if meant else None
