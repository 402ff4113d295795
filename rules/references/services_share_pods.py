"""Two Services expose the same ports of the same pods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import (
    calling_objects,
    is_headless,
    place_of,
    ports_of,
    selected_workloads,
    selector_of,
    service_index,
)
from svclint.model import Report, Severity
from svclint.model.data import mapping
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.paths import are_in_one_folder

# What else two Services for the same pods are for.
_BEHAVIOUR = (
    *("externalTrafficPolicy", "internalTrafficPolicy", "sessionAffinity", "trafficDistribution"),
    *("loadBalancerClass", "loadBalancerIP", "externalIPs", "publishNotReadyAddresses"),
)


@reference_rule("services-share-pods", Severity.NOTE, since="0.1", where=("selector",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """Two Services expose the same ports of the same pods."""
    sharing_pods = service_index(_selected_pods, inventory).sharing
    if document not in sharing_pods:
        # Few Services share pods: only those are compared any further.
        return
    same = _by_exposed_ports(sharing_pods, inventory)[_exposed_ports(document, inventory)]
    if len(same) != 2 or any(_is_of_rollout(each, inventory) for each in same):
        # Argo Rollouts needs two such Services; three and more are in folders of examples.
        return
    other = same[0]
    if other is document:
        return
    are_two = other.object_name.name != document.object_name.name
    if are_two and are_in_one_folder(document.file, other.file):
        yield Report(
            ("metadata", "name"),
            f'Service "{other.object_name.name}" ({place_of(other)}) exposes the same '
            "ports of the same pods",
            "keep one of the two, unless both names are in use",
        )


def _is_of_rollout(service: Document, inventory: Inventory) -> bool:
    """Return whether a Service is one of those that a Rollout adds its label to the selector of."""
    kinds = {each.kind for each in selected_workloads(service, inventory)}
    kinds.update(each.kind for each in calling_objects(service, inventory))
    return "Rollout" in kinds


def _by_exposed_ports(
    services: Iterable[Document], inventory: Inventory
) -> dict[tuple[Any, ...], list[Document]]:
    def compute() -> dict[tuple[Any, ...], list[Document]]:
        found: dict[tuple[Any, ...], list[Document]] = defaultdict(list)
        for service in services:
            found[_exposed_ports(service, inventory)].append(service)
        return found

    return inventory.cache.computed("services by exposed ports", compute)


def _exposed_ports(service: Document, inventory: Inventory) -> tuple[Any, ...]:
    """Return a key that is equal for Services with the same selector, ports and behaviour."""
    ports = frozenset((port.number, port.protocol, port.target) for port in ports_of(service))
    spec = mapping(service.value(("spec",)))
    behaviour = tuple(repr(spec.get(field)) for field in _BEHAVIOUR)
    kind = str(spec.get("type") or "ClusterIP")
    return (*_selected_pods(service, inventory), ports, kind, behaviour, is_headless(service))


def _selected_pods(service: Document, inventory: Inventory) -> list[tuple[Any, ...]]:
    selector = selector_of(service)
    return [(inventory.places(service), frozenset(selector.items()))] if selector else []
