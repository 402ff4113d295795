"""Load balancers that only a private network reaches, as far as manifests say so.

Private addresses: RFC 1918, RFC 4193, and RFC 6598 (behind the address translation of a carrier,
or of an overlay network such as that of Tailscale).
"""

from __future__ import annotations

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.load_balancers.pools import (
    KIND_BY_PROVIDER,
    Pool,
    all_pools,
    providers_with_pools,
)
from svclint.kubernetes.load_balancers.requests import requests_in
from svclint.kubernetes.providers import Provider, balancer_of, balancer_of_class, is_private
from svclint.model import Data
from svclint.model.addresses import IPV4, IPV6, Address, Network
from svclint.model.data import labels, text
from svclint.source import Document

# The annotation of MetalLB that names a pool, in its present and its former domain.
POOL_NAMES = ("metallb.io/address-pool", "metallb.universe.tf/address-pool")

_NETWORKS = (
    Network(IPV4, 10 << 24, 8),
    Network(IPV4, (172 << 24) + (16 << 16), 12),
    Network(IPV4, (192 << 24) + (168 << 16), 16),
    Network(IPV4, (100 << 24) + (64 << 16), 10),
    Network(IPV6, 0xFC << 120, 7),
)
# They announce addresses of the network of the nodes, which is rarely a public one.
_OF_NODES = (*KIND_BY_PROVIDER, "Cilium Node IPAM", "kube-vip")


def is_internal(metadata: Data, spec: Data) -> bool:
    """Return whether only a private network reaches the load balancer that a Service requests."""
    annotations = labels(metadata.get("annotations"))
    if is_private(annotations, text(spec.get("loadBalancerClass"))):
        return True
    requests = list(requests_in(text(spec.get("loadBalancerIP")), annotations))
    return bool(requests) and all(_is_private(each.address, each.address) for each in requests)


def pools_for(service: Document, inventory: Inventory) -> list[Pool]:
    """Return the pools that may give a Service its address: the named one, or all.

    Pools are those of the whole repository: they are rarely deployed together with the Services,
    but one cluster has them.
    """
    if not providers_with_pools(service):
        return []
    pools = all_pools(service, inventory)
    annotations = labels(service.value(("metadata", "annotations")))
    named = {annotations[key] for key in POOL_NAMES if key in annotations}
    return [each for each in pools if each.document.object_name.name in named] or pools


def are_private(pools: list[Pool]) -> bool:
    """Return whether there are pools, and all contain private addresses alone."""
    return bool(pools) and all(
        pool.is_readable and all(_is_private(*ends) for ends in pool.ranges) for pool in pools
    )


def balancer_of_nodes(service: Document) -> Provider | None:
    """Return the load balancer in the network of the nodes that a Service is written for."""
    keys = labels(service.value(("metadata", "annotations")))
    chosen = balancer_of_class(text(service.value(("spec", "loadBalancerClass"))))
    found = (chosen, *map(balancer_of, keys))
    return next((each for each in found if each is not None and each.name in _OF_NODES), None)


def _is_private(first: Address, last: Address) -> bool:
    return any(network.contains(first) and network.contains(last) for network in _NETWORKS)
