"""A Service requests an address that no pool of its load balancer contains."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.load_balancers import (
    POOL_NAMES,
    Pool,
    Request,
    pools_beside,
    providers_with_pools,
    requested_addresses,
)
from svclint.kubernetes.targets import place_of
from svclint.model import Report, Severity
from svclint.model.data import labels
from svclint.model.suggestions import closest
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule(
    "load-balancer-address-outside-pool",
    Severity.WARNING,
    since="0.1",
    where=("LoadBalancer",),
    beside=("IPAddressPool", "CiliumLoadBalancerIPPool"),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A Service requests an address that no pool of its load balancer contains."""
    by_provider = {
        name: pools_beside(document, name, inventory) for name in providers_with_pools(document)
    }
    yield from _named_pool(document, by_provider.get("MetalLB", []))
    for request in requested_addresses(document):
        checked = _pools_for(request, by_provider)
        report = _check(document, request, checked)
        if report is not None:
            yield report


def _pools_for(request: Request, by_provider: dict[str, list[Pool]]) -> list[Pool]:
    """Return the pools in which a requested address must be; none if that is not certain."""
    if request.provider is not None:
        return by_provider.get(request.provider.name, [])
    found = [pools for pools in by_provider.values() if pools]
    return found[0] if len(found) == 1 else []


def _check(service: Document, request: Request, pools: list[Pool]) -> Report | None:
    if not pools or not all(each.is_readable for each in pools):
        return None
    named = _pool_name(service)[1]
    chosen = [each for each in pools if each.document.object_name.name == named] or pools
    if any(each.contains(request.address) for each in chosen):
        return None
    first = chosen[0].document
    pool = f'{first.kind} "{first.object_name.name}" ({place_of(first)})'
    holder = next((each for each in pools if each.contains(request.address)), None)
    more = f" and {len(chosen) - 1} more" if len(chosen) > 1 else ""
    does = "do not contain" if more else "does not contain"
    where = f'; "{holder.document.object_name.name}" does' if holder is not None else ""
    return Report(
        request.path,
        f"{pool}{more} {does} {request.address}, so the load balancer gets no address{where}",
        "request an address of the pool, or add the address to it",
    )


def _pool_name(service: Document) -> tuple[str, str]:
    """Return the annotation that names a pool, and the name; empty without one."""
    annotations = labels(service.value(("metadata", "annotations")))
    return next(((key, annotations[key]) for key in POOL_NAMES if key in annotations), ("", ""))


def _named_pool(service: Document, pools: list[Pool]) -> Iterator[Report]:
    """Report a pool that is named but not found, although others are."""
    key, name = _pool_name(service)
    names = [each.document.object_name.name for each in pools]
    if not name or not names or name in names:
        return
    meant = closest(name, names, cutoff=0.7)
    hint = f'; did you mean "{meant[0]}"?' if meant else "; it may be outside the checked files"
    yield Report(
        ("metadata", "annotations", key),
        f'IPAddressPool "{name}" not found{hint}',
        f"write {meant[0]}" if meant else "name a pool that exists",
        severity=Severity.WARNING if meant else Severity.NOTE,
    )
