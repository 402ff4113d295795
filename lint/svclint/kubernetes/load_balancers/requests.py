"""The addresses that a Service requests of its load balancer, and the keys to share them.

Source: the documentation of each provider, in ``kubernetes/providers``; ``spec.loadBalancerIP``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.providers import Provider, providers
from svclint.kubernetes.targets.object_index import service_index
from svclint.model import Path
from svclint.model.addresses import Address, parse_ip
from svclint.model.data import labels, text
from svclint.source import Document
from svclint.source.placeholders import contains_placeholder


class Request(NamedTuple):
    """An address that a Service requests; ``provider`` is known if it is in an annotation."""

    address: Address
    path: Path
    provider: Provider | None


def requested_addresses(service: Document) -> list[Request]:
    """Return the addresses that a Service requests; none unless its type is LoadBalancer."""
    if service.value(("spec", "type")) != "LoadBalancer":
        return []
    annotations = labels(service.value(("metadata", "annotations")))
    return list(requests_in(text(service.value(("spec", "loadBalancerIP"))), annotations))


def requests_in(load_balancer_ip: str, annotations: Mapping[str, str]) -> Iterator[Request]:
    """Yield the addresses that ``spec.loadBalancerIP`` and annotations of a Service request."""
    address = parse_ip(load_balancer_ip)
    if address is not None:
        yield Request(address, ("spec", "loadBalancerIP"), None)
    for provider in providers() if annotations else ():
        for key in provider.requests:
            for each in annotations.get(key, "").split(","):
                address = parse_ip(each.strip())
                # kube-vip gets an address by DHCP if 0.0.0.0 is requested.
                if address is not None and address.number:
                    yield Request(address, ("metadata", "annotations", key), provider)


def requests_unknown_address(service: Document) -> bool:
    """Return whether a Service requests an address that a variable or a placeholder stands for."""
    annotations = labels(service.value(("metadata", "annotations")))
    keys = (key for provider in providers() for key in provider.requests if key in annotations)
    return "loadBalancerIP" in service.unknown_fields or any(
        contains_placeholder(annotations[key]) for key in keys
    )


def sharing_key(service: Document, provider: Provider) -> str:
    """Return the key of a Service that lets others with the same key share its address."""
    annotations = labels(service.value(("metadata", "annotations")))
    return next((annotations[key] for key in provider.sharing if annotations.get(key)), "")


def requesting(service: Document, address: Address, inventory: Inventory) -> list[Document]:
    """Return the Services deployed together with one that request an address."""
    index = service_index(_placed_addresses, inventory)
    wanted = address.family, address.number
    found = [each for number in inventory.numbers(service) for each in index.find((number, wanted))]
    return list({id(each): each for each in found}.values())


def _placed_addresses(service: Document, inventory: Inventory) -> list[tuple[int, tuple[str, int]]]:
    wanted = {(each.address.family, each.address.number) for each in requested_addresses(service)}
    return [(number, address) for number in inventory.numbers(service) for address in wanted]
