"""A pool of addresses selects no Service, but a similar label exists."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.load_balancers import service_selectors
from svclint.kubernetes.selection import matches, spell_labels
from svclint.kubernetes.targets import is_meant, is_similar, place_of, uncertainty
from svclint.model import Data, Path, Report, Severity
from svclint.model.data import labels
from svclint.rule import reference_rule
from svclint.source import Document

# A larger run would feel a pass over all Services for each pool.
_MOST = 2000
# Cilium selects Services by these labels as well, which no manifest has.
_NAME, _NAMESPACE = "io.kubernetes.service.name", "io.kubernetes.service.namespace"


@reference_rule(
    "pool-selects-nothing",
    Severity.WARNING,
    since="0.1",
    kinds=("CiliumLoadBalancerIPPool", "IPAddressPool"),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A pool of addresses selects no Service, but a similar label exists."""
    selectors = service_selectors(document)
    services = [
        each
        for each in islice(inventory.services(), _MOST if selectors else 0)
        if each.value(("spec", "type")) == "LoadBalancer"
        and (inventory.are_together(document, each) or inventory.may_be_together(document, each))
    ]
    own = [_labels(each, inventory) for each in services]
    for path, selector in selectors:
        if any(matches(each, selector) for each in own):
            continue
        for service, pairs in zip(services, own, strict=True):
            meant = _meant(selector, pairs)
            if meant:
                yield _report(document, (*path, "matchLabels"), meant, service, inventory)
                break


def _report(
    pool: Document, path: Path, meant: dict[str, str], service: Document, inventory: Inventory
) -> Report:
    wanted = spell_labels(labels(pool.value(path)))
    reason = uncertainty(pool, [service], inventory)
    return Report(
        path,
        f"no Service of type LoadBalancer has the labels {wanted}, so none gets an address of this "
        f"pool; did you mean {spell_labels(meant)} of Service "
        f'"{service.object_name.name}" ({place_of(service)})?{reason}',
        f"write {spell_labels(meant)}",
        severity=Severity.NOTE if reason else None,
    )


def _labels(service: Document, inventory: Inventory) -> dict[str, str]:
    own = {_NAME: service.object_name.name, _NAMESPACE: inventory.namespaces(service)[0]}
    return {**own, **labels(service.value(("metadata", "labels")))}


def _meant(selector: Data, own: dict[str, str]) -> dict[str, str]:
    """Return the labels of a Service that stand for each one that it lacks; else nothing."""
    found: dict[str, str] = {}
    for key, value in labels(selector.get("matchLabels")).items():
        if own.get(key) == value:
            continue
        similar = own[key] if key in own and is_similar(own[key], value) else None
        keys = [each for each in own if own[each] == value and is_meant(key, each)]
        if similar is None and not keys:
            return {}
        found.update({key: similar} if similar is not None else {keys[0]: value})
    return found
