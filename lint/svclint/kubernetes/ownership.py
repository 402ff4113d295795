"""Kinds by what owns their objects: a namespace, the whole cluster, a controller."""

from __future__ import annotations

from svclint.model import Data
from svclint.model.data import mapping, sequence

# Kinds that rules read, and of which controllers make Services.
OWNERS = (
    ("gateway.networking.k8s.io", "Gateway"),
    ("networking.istio.io", "ServiceEntry"),
    ("operators.coreos.com", "Subscription"),
)
# Kinds without a namespace, among those that are looked up.
_WEBHOOKS = ("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration")
CLUSTER_WIDE = frozenset(
    (
        *("APIService", "CustomResourceDefinition", "IngressClass", "IPAddress", "Namespace"),
        *("ServiceCIDR", *_WEBHOOKS),
    )
)


def is_owned(data: Data) -> bool:
    """Return whether a controller created an object, so that its owner stands for it."""
    owners = sequence(mapping(data.get("metadata")).get("ownerReferences"))
    return any(mapping(owner).get("controller") is True for owner in owners)
