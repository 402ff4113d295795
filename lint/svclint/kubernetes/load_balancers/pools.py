"""Pools of addresses for load balancers: IPAddressPool of MetalLB, and that of Cilium LB IPAM.

Source: https://metallb.io/apis/ and https://docs.cilium.io/en/stable/network/lb-ipam/.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.reference_limit import count_found
from svclint.model import Data, Path
from svclint.model.addresses import Address, parse_cidr, parse_ip
from svclint.model.data import mapping, sequence, text
from svclint.model.field_paths import values_at
from svclint.source import Document

# By the name of the provider: the group and kind of its pools.
KIND_BY_PROVIDER = {
    "MetalLB": ("metallb.io", "IPAddressPool"),
    "Cilium LB IPAM": ("cilium.io", "CiliumLoadBalancerIPPool"),
}
# The classes of load balancers whose addresses are those of pools, with the provider. Services of
# the class io.cilium/node have the addresses of nodes.
_PROVIDER_BY_CLASS = {
    "io.cilium/bgp-control-plane": "Cilium LB IPAM",
    "io.cilium/l2-announcer": "Cilium LB IPAM",
}


class Pool(NamedTuple):
    """A pool of addresses: ``ranges`` are the first and last address of each of its ranges.

    ``is_readable``: each range could be read.
    """

    document: Document
    ranges: tuple[tuple[Address, Address], ...]
    is_readable: bool

    def contains(self, address: Address) -> bool:
        """Return whether an address is in the pool."""
        return any(
            first.family == address.family and first.number <= address.number <= last.number
            for first, last in self.ranges
        )


def providers_with_pools(service: Document) -> list[str]:
    """Return the names of the providers from whose pools a Service may get its address."""
    load_balancer_class = text(service.value(("spec", "loadBalancerClass")))
    if not load_balancer_class:
        return list(KIND_BY_PROVIDER)
    # MetalLB serves a class that its administrator chooses.
    found = _PROVIDER_BY_CLASS.get(load_balancer_class)
    return [found] if found else []


def pools_beside(service: Document, provider: str, inventory: Inventory) -> list[Pool]:
    """Return the pools of a provider that are deployed together with a Service, or may be."""
    if provider not in KIND_BY_PROVIDER:
        return []
    pools = inventory.of_kind(*KIND_BY_PROVIDER[provider])
    count_found(len(pools))
    return [
        _pool(document)
        for document in pools
        if inventory.are_together(service, document) or inventory.may_be_together(service, document)
    ]


def all_pools(service: Document, inventory: Inventory) -> list[Pool]:
    """Return the pools of all providers, except those of copies of what deploys a Service."""
    pools = [each for kind in KIND_BY_PROVIDER.values() for each in inventory.of_kind(*kind)]
    count_found(len(pools))
    return [_pool(each) for each in pools if inventory.may_complete(each, service)]


def service_selectors(pool: Document) -> list[tuple[Path, Data]]:
    """Return the selectors of the Services that may have addresses of a pool, with their paths."""
    fields = ("spec.serviceSelector", "spec.serviceAllocation.serviceSelectors[]")
    found = [each for field in fields for each in values_at(pool.data, field)]
    return [(path, mapping(value)) for path, value in found]


# Every Service of a load balancer asks for the same pools.
@lru_cache(maxsize=256)
def _pool(document: Document) -> Pool:
    spec = mapping(document.value(("spec",)))
    found = list(map(_range, _entries(spec)))
    ranges = tuple(each for each in found if each is not None)
    return Pool(document, ranges, len(ranges) == len(found) > 0)


def _entries(spec: Data) -> Iterator[str]:
    """Yield each range as text: ``first-last`` or a CIDR."""
    for entry in sequence(spec.get("addresses")):
        yield text(entry)
    for block in map(mapping, (*sequence(spec.get("blocks")), *sequence(spec.get("cidrs")))):
        first = text(block.get("start"))
        yield text(block.get("cidr")) or f"{first}-{text(block.get('stop')) or first}"


def _range(entry: Any) -> tuple[Address, Address] | None:
    first, dash, last = (part.strip() for part in entry.partition("-"))
    if dash:
        ends = parse_ip(first), parse_ip(last)
        return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])
    parsed = parse_cidr(first)
    if parsed is None:
        return None
    network = parsed[1]
    end = Address(network.family, network.number + network.size - 1)
    return Address(network.family, network.number), end
