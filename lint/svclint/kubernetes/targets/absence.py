"""Reports of a reference whose other half is not found: an error, a note, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.name_index import Place
from svclint.kubernetes.ownership import CLUSTER_WIDE
from svclint.kubernetes.targets.object_index import object_index
from svclint.kubernetes.targets.renamed import renamed
from svclint.model import Report, Severity
from svclint.source import Document
from svclint.source.files import rendered_folder
from svclint.source.kinds import WORKLOAD_KINDS

# Clusters have these Services, by name and namespace, without a manifest.
SERVICES_OF_CLUSTERS = frozenset((("kubernetes", "default"), ("kube-dns", "kube-system")))

# Namespaces with static pods and add-ons, which no manifest of a user defines.
_MANAGED, _MANAGED_PREFIX = ("kube-system",), "gke-managed-"


def is_managed(namespace: str) -> bool:
    """Return whether the installation of a cluster fills a namespace."""
    return namespace in _MANAGED or namespace.startswith(_MANAGED_PREFIX)


def absent(
    report: Report,
    document: Document,
    inventory: Inventory,
    kinds: Collection[str] = ("Service",),
    namespace: str | None = "",
) -> list[Report]:
    """Return what to report of an object of some ``kinds`` that is not found; at most one report.

    It is an error if the run is closed, because nothing exists that it does not contain. It is
    a warning if a kustomization has renamed the object, but not the reference. It is
    nothing if the deployment also has objects that no local file defines, which may be it, or if
    it has no other object of these kinds in the namespace: others define them there.
    ``namespace`` is that of the reference, by default that of the object itself; ``None`` if the
    object should be there whatever else is.
    """

    def found_as(name: str) -> Iterator[Document]:
        return _named(name, document, inventory, kinds, namespace or "")

    left = renamed(report, document, found_as, inventory)
    if left is not None:
        return [left]
    if inventory.is_closed(document, kinds):
        return [report._replace(severity=Severity.ERROR)]
    if inventory.is_open(document):
        return []
    if not (
        namespace is None
        or inventory.is_strict(document)
        or _has_others(document, inventory, kinds, namespace)
    ):
        return []
    message = f"{report.message}; it may be defined outside the checked files"
    return [report._replace(message=message, severity=Severity.NOTE, is_elsewhere=True)]


def nearly_absent(
    report: Report, document: Document, inventory: Inventory, kinds: Collection[str] = ("Service",)
) -> Report:
    """Return the report of an object that is not found, while a similar one is.

    It is at least as severe as that of an object without a similar one.
    """
    is_closed = inventory.is_closed(document, kinds)
    severity = Severity.ERROR if is_closed else report.severity
    return report._replace(severity=severity, is_elsewhere=True)


def _named(
    name: str, document: Document, inventory: Inventory, kinds: Collection[str], namespace: str
) -> Iterator[Document]:
    """Yield the objects of a rendered text with a name that are where a reference is resolved."""
    searched = set(inventory.search_places(document, namespace))
    index = object_index(_file_and_name, inventory, lambda: _objects_referred_to(inventory))
    for each in index.find((document.file, name)):
        if each.kind in kinds and not searched.isdisjoint(inventory.places(each)):
            yield each


def _file_and_name(document: Document, _inventory: Inventory) -> list[tuple[str, str]]:
    return [(document.file, document.object_name.name)] if rendered_folder(document.file) else []


def _objects_referred_to(inventory: Inventory) -> list[Document]:
    return [each for key in _REFERRED_TO for each in inventory.of_kind(*key)]


def _has_others(
    document: Document, inventory: Inventory, kinds: Collection[str], namespace: str
) -> bool:
    """Return whether a deployment of an object has others of some kinds in a namespace.

    Of kinds that belong to one object, such as ReferenceGrants, there need not be others.
    """
    searched = inventory.search_places(document, namespace)
    if not WORKLOAD_KINDS.isdisjoint(kinds):
        return inventory.workloads.has_any_in(searched)
    if _KINDS_REFERRED_TO.isdisjoint(kinds):
        return True
    known = _places_by_kind(inventory)
    for kind in kinds:
        if kind in CLUSTER_WIDE:
            numbers = {number for number, _ in known.get(kind, ())}
            if not numbers.isdisjoint(inventory.numbers(document)):
                return True
        elif not known.get(kind, frozenset()).isdisjoint(searched):
            return True
    return False


def _places_by_kind(inventory: Inventory) -> dict[str, set[Place]]:
    """Return the deployments and namespaces that have an object of a kind to which others refer."""

    def compute() -> dict[str, set[Place]]:
        found: dict[str, set[Place]] = defaultdict(set)
        for document in _objects_referred_to(inventory):
            found[document.kind].update(inventory.places(document))
        return dict(found)

    return inventory.cache.computed("places by kind", compute)


_REFERRED_TO = (
    ("", "Service"),
    ("", "Endpoints"),
    ("discovery.k8s.io", "EndpointSlice"),
    ("networking.k8s.io", "Ingress"),
    ("networking.k8s.io", "IngressClass"),
    ("gateway.networking.k8s.io", "Gateway"),
    ("networking.istio.io", "Gateway"),
)
_KINDS_REFERRED_TO = frozenset(kind for _, kind in _REFERRED_TO)
