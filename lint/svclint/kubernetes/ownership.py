"""Kinds by what owns their objects: a namespace, the whole cluster, a controller."""

from __future__ import annotations

from svclint.model import Data
from svclint.model.data import mapping, sequence
from svclint.source.kinds import BUILT_IN_GROUPS, KINDS_READ

# Kinds that rules read, and of which controllers make Services.
_OWNERS = (
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


def may_own(group: str, kind: str) -> bool:
    """Return whether a controller may make pods or Services of the objects of a kind."""
    is_custom = bool(group) and group not in BUILT_IN_GROUPS and kind not in KINDS_READ
    return is_custom or (group, kind) in _OWNERS


def is_owned(data: Data) -> bool:
    """Return whether a controller created an object, so that its owner stands for it."""
    owners = sequence(mapping(data.get("metadata")).get("ownerReferences"))
    return any(mapping(owner).get("controller") is True for owner in owners)
