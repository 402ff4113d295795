"""An annotation is for another load-balancer provider than the Service uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from svclint.kubernetes.providers import balancer_of, balancer_of_class, is_about_private
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.model.data import labels, mapping
from svclint.rule import service_rule


@service_rule(
    "annotation-of-other-provider",
    Severity.NOTE,
    since="0.1",
    profile="recommended",
    where=("annotations",),
)
def rule(service: Service) -> Iterator[Report]:
    """An annotation is for another load-balancer provider than the Service uses."""
    written = labels(mapping(service.written.get("metadata")).get("annotations"))
    owners = {key: owner.name for key in written if (owner := balancer_of(key)) is not None}
    class_name = str(service.spec.get("loadBalancerClass") or "")
    provider = balancer_of_class(class_name)
    if provider is not None:
        for key in (key for key, owner in owners.items() if owner != provider.name):
            yield Report(
                ("metadata", "annotations", key),
                f'annotation "{key}" is for {owners[key]}, but loadBalancerClass "{class_name}" '
                f"selects {provider.name}",
                f"remove the annotation, or set a loadBalancerClass of {owners[key]}",
                at_key=True,
                severity=Severity.WARNING,
            )
        return
    counts = Counter(owners.values()).most_common(3)
    # Two annotations are not a majority, and three providers are a manifest for many clouds.
    if len(counts) != 2 or counts[0][1] < 2 or counts[1][1] != 1:
        return
    key = next(key for key, owner in owners.items() if owner == counts[1][0])
    if not is_about_private(key):
        yield Report(
            ("metadata", "annotations", key),
            f'annotation "{key}" is for {owners[key]}, but {counts[0][1]} other annotations are '
            f"for {counts[0][0]}",
            "remove the annotation, unless the manifest is meant for both",
            at_key=True,
        )
