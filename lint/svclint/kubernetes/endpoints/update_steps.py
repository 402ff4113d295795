"""Updates of EndpointSlices and Endpoints: their lists, and what the server returns if empty.

Source: k8s.io/api/discovery/v1 and k8s.io/api/core/v1. Every list is replaced as a whole,
but server-side apply refuses an address twice in one endpoint.
"""

from __future__ import annotations

from functools import partial

from svclint.kubernetes.endpoints.kind import ENDPOINT_SLICE, ENDPOINTS
from svclint.kubernetes.merge.field_types import POINTER
from svclint.kubernetes.objects.kubernetes_object import KubernetesObject
from svclint.kubernetes.objects.update_steps import UpdateSteps
from svclint.kubernetes.version_changes import PREFER_SAME_ZONE
from svclint.model import Data
from svclint.model.cluster import ClusterFacts

_PORT_IDENTITY = (("name", "port", "protocol"), ("name",), ("port", "protocol"))
_SLICE_POINTERS = (
    *("endpoints[].conditions.ready", "endpoints[].conditions.serving"),
    *("endpoints[].conditions.terminating", "endpoints[].hostname", "endpoints[].nodeName"),
    *("endpoints[].zone", "endpoints[].hints.forZones[].name", "endpoints[].hints.forNodes[].name"),
    *("ports[].appProtocol", "ports[].name", "ports[].port", "ports[].protocol"),
)


class _EndpointSliceSteps(UpdateSteps[KubernetesObject]):
    """Source: dropDisabledFieldsOnCreate in pkg/registry/discovery/endpointslice/strategy.go."""

    def stored_fields(self, checked: KubernetesObject, facts: ClusterFacts) -> Data:
        stored = super().stored_fields(checked, facts)
        if PREFER_SAME_ZONE.is_in(facts.version) or "endpoints" not in stored:
            return stored
        return stored | {"endpoints": [_without_nodes(each) for each in stored["endpoints"]]}


def _without_nodes(endpoint: Data) -> Data:
    hints = {k: v for k, v in (endpoint.get("hints") or {}).items() if k != "forNodes"}
    return (
        endpoint | {"hints": hints} if hints else {k: endpoint[k] for k in endpoint if k != "hints"}
    )


ENDPOINT_SLICE_STEPS = _EndpointSliceSteps(
    ENDPOINT_SLICE,
    partial(KubernetesObject, ENDPOINT_SLICE),
    {
        "endpoints": {"identity": (("addresses",),)},
        "endpoints[].addresses": {"kind": "set", "is_atomic": False},
        "ports": {"identity": _PORT_IDENTITY},
        **dict.fromkeys(_SLICE_POINTERS, POINTER),
    },
)
ENDPOINTS_STEPS = UpdateSteps(
    ENDPOINTS,
    partial(KubernetesObject, ENDPOINTS),
    {
        "subsets[].addresses": {"identity": (("ip",),)},
        "subsets[].notReadyAddresses": {"identity": (("ip",),)},
        "subsets[].ports": {"identity": _PORT_IDENTITY},
        "subsets[].addresses[].nodeName": POINTER,
        "subsets[].notReadyAddresses[].nodeName": POINTER,
        "subsets[].ports[].appProtocol": POINTER,
    },
)
