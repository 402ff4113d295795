"""Two checked Services request one address of a load balancer, but may not share it."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.load_balancers import (
    Request,
    pools_beside,
    requested_addresses,
    requesting,
    sharing_key,
)
from svclint.kubernetes.providers import Provider, providers
from svclint.kubernetes.targets import ports_of, selector_of
from svclint.model import Report, Severity
from svclint.model.data import labels, text
from svclint.rule import reference_rule
from svclint.source import Document

_UNCERTAIN = "not every load balancer lets Services share an address"


@reference_rule(
    "load-balancer-address-claimed-twice",
    Severity.WARNING,
    since="0.1",
    where=("LoadBalancer",),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """Two checked Services request one address of a load balancer, but may not share it."""
    seen: set[tuple[str, int]] = set()
    for request in requested_addresses(document):
        key = request.address.family, request.address.number
        others = requesting(document, request.address, inventory)
        first = others[0] if others else document
        if key in seen or first is document or _is_same(document, first, inventory):
            continue
        seen.add(key)
        reason = _reason(document, first, request, inventory)
        if reason is not None:
            paths = [r.path for r in requested_addresses(first) if r.address == request.address]
            place, _ = first.locate(paths[0])
            yield Report(
                request.path,
                f"address {request.address} is also requested by Service "
                f'"{first.object_name.name}" ({place.file}:{place.line}); {reason}',
                "request another address, or let the Services share it as the provider documents",
                severity=Severity.NOTE if reason == _UNCERTAIN else Severity.WARNING,
            )


def _is_same(one: Document, other: Document, inventory: Inventory) -> bool:
    """Return whether two documents define the same object."""
    spaces = {inventory.written_namespace(one), inventory.written_namespace(other)}
    return one.object_name.name == other.object_name.name and len(spaces) == 1


def _reason(one: Document, other: Document, request: Request, inventory: Inventory) -> str | None:
    """Return why two Services cannot, or perhaps cannot share an address; ``None`` if they can."""
    common = _ports(one) & _ports(other)
    if common:
        number, protocol = min(common)
        return f"both use port {number}/{protocol}, which only one of them can have"
    classes = [text(each.value(("spec", "loadBalancerClass"))) for each in (one, other)]
    if all(classes) and classes[0] != classes[1]:
        return (
            f'their loadBalancerClass differs ("{classes[0]}" and "{classes[1]}"), and two '
            "implementations do not share an address"
        )
    provider = request.provider or _provider_of(one, other, inventory)
    if provider is None or not provider.sharing:
        return _UNCERTAIN
    keys = sharing_key(one, provider), sharing_key(other, provider)
    annotation = provider.sharing[0]
    if not any(keys):
        return f'{provider.name} shares an address only between Services with equal "{annotation}"'
    if not all(keys):
        return f'only one of them has the annotation "{annotation}"'
    if keys[0] != keys[1]:
        return f'their sharing keys differ: "{keys[0]}" and "{keys[1]}"'
    return _difference(one, other, provider, inventory)


def _difference(
    one: Document, other: Document, provider: Provider, inventory: Inventory
) -> str | None:
    """Return why Services with one sharing key do not share."""
    if provider.name == "MetalLB":
        policies = [each.value(("spec", "externalTrafficPolicy")) for each in (one, other)]
        if "Local" in policies and (
            policies[0] != policies[1] or selector_of(one) != selector_of(other)
        ):
            return "with externalTrafficPolicy: Local, they must select the same pods"
        return None
    spaces, needed = {inventory.written_namespace(each) for each in (one, other)}, ""
    if len(spaces) > 1 and provider.sharing_across_namespaces:
        are_shared = all(
            _has_any(each, provider.sharing_across_namespaces) for each in (one, other)
        )
        needed = "" if are_shared else provider.sharing_across_namespaces[0]
    return f'they are in two namespaces, which needs "{needed}" on both' if needed else None


def _has_any(service: Document, keys: tuple[str, ...]) -> bool:
    annotations = labels(service.value(("metadata", "annotations")))
    return any(annotations.get(key) for key in keys)


def _provider_of(one: Document, other: Document, inventory: Inventory) -> Provider | None:
    """Return the provider of two Services, by their sharing keys or the pools beside them."""
    for provider in providers():
        if provider.sharing and (
            any(sharing_key(each, provider) for each in (one, other))
            or pools_beside(one, provider.name, inventory)
        ):
            return provider
    return None


def _ports(service: Document) -> set[tuple[int, str]]:
    return {(port.number, port.protocol) for port in ports_of(service)}
