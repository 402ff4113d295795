"""An EndpointSlice has addresses that are domain names."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.model import Report, ServerAnswer, Severity, warned
from svclint.rule import object_rule


@object_rule(
    "endpoint-slice-fqdn-deprecated", Severity.WARNING, since="0.1", kinds=("EndpointSlice",)
)
def rule(endpoint_slice: KubernetesObject) -> Iterator[Report]:
    """An EndpointSlice has addresses that are domain names."""
    # The server warns on create only.
    if endpoint_slice.effective.get("addressType") == "FQDN" and endpoint_slice.live is None:
        found = warned(
            ("addressType",),
            "EndpointSlices of addressType FQDN are deprecated, and kube-proxy ignores them",
            "use IPv4 or IPv6, or a Service of type ExternalName",
        )
        # The server names a field that does not exist.
        yield found._replace(server=ServerAnswer("warn", "", "spec.addressType"))
