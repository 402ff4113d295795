"""An endpoint, or a subset of Endpoints, has no addresses."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.endpoints import ENDPOINT_SLICE, endpoint_entries
from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule


@object_rule(
    "endpoint-addresses-missing", Severity.ERROR, since="0.1", kinds=("EndpointSlice", "Endpoints")
)
def rule(endpoints: KubernetesObject) -> Iterator[Report]:
    """An endpoint, or a subset of Endpoints, has no addresses."""
    if endpoints.kind is ENDPOINT_SLICE:
        for path, entry in endpoint_entries(endpoints):
            if not entry.get("addresses"):
                yield refused(
                    (*path, "addresses"),
                    "the endpoint has no addresses",
                    "give it an address, or remove the endpoint",
                    reason="FieldValueRequired",
                )
        return
    for index, subset in enumerate(endpoints.effective.get("subsets") or ()):
        if not subset.get("addresses") and not subset.get("notReadyAddresses"):
            yield refused(
                ("subsets", index),
                "the subset has neither addresses nor notReadyAddresses",
                "add an address, or remove the subset",
                reason="FieldValueRequired",
            )
