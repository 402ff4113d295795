"""Read live objects from a snapshot: output of ``svclint snapshot`` or ``kubectl get -o json``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from svclint.kubernetes.objects import Kind
from svclint.kubernetes.service.kind import SERVICE
from svclint.model import ConfigError, Data, ObjectName, SvclintError
from svclint.model.addresses import parse_cidr, parse_ip
from svclint.model.cluster import NO_CLAIMS, Claims, Version, parse_version
from svclint.model.data import mapping, sequence, text
from svclint.model.networks import NO_NETWORKS, Networks
from svclint.source.document import Document
from svclint.source.files import ReadError
from svclint.source.recognition.snapshots import FACTS_API, FACTS_KIND


class LiveState(NamedTuple):
    """The state of a cluster: its objects, the addresses and ports they claim, its Service CIDRs.

    ``version`` is that of the server, ``None`` if unknown; ``unknown`` are messages about what
    could not be read. ``namespace`` is that of the context, empty if it has none. ``kinds`` are
    those of which all objects are known. ``releases`` are the objects of the last release of each
    chart, as written, if any release was read.
    """

    objects: list[Document]
    claims: Claims
    service_cidrs: Networks
    version: Version | None = None
    unknown: tuple[str, ...] = ()
    namespace: str = ""
    kinds: frozenset[str] = frozenset(("Service",))
    releases: Mapping[ObjectName, Data] = MappingProxyType({})


_REMEDY = "write it with `svclint snapshot -o FILE` or `kubectl get services -A -o json`"


class SnapshotError(SvclintError, ValueError):
    """Live objects that cannot be used; the message says why."""


def no_live_state() -> LiveState:
    """Return the state of a cluster of which nothing is known."""
    return LiveState([], NO_CLAIMS, NO_NETWORKS)


def read_live(paths: Sequence[str], kinds: frozenset[str]) -> LiveState:
    """Return the state in the files or folders of a snapshot. Raises ``SnapshotError``."""
    return state_of(read_snapshot(paths, kinds | {FACTS_KIND, "Secret"}))


def state_of(documents: Iterable[Document]) -> LiveState:
    """Return the state that objects and an item with facts describe. Raises ``SnapshotError``."""
    objects: list[Document] = []
    facts: Document | None = None
    secrets: list[Data] = []
    for document in documents:
        if (document.api_version, document.kind) == (FACTS_API, FACTS_KIND):
            facts = facts or document
        elif document.kind == "Secret":
            secrets.append(document.data)
        else:
            if (document.api_version, document.kind) == ("v1", "Service"):
                document.data = as_returned(document, SERVICE)
            objects.append(document)
    # Whoever saves some objects of a kind saves all of them.
    kinds = frozenset(("Service", *(document.kind for document in objects)))
    state = LiveState(objects, claims_of(objects), service_cidrs_of(objects), kinds=kinds)
    if secrets:
        from svclint.kubernetes.live.helm_releases import released_objects  # noqa: PLC0415

        state = state._replace(releases=released_objects(secrets))
    return state if facts is None else _with_facts(state, facts)


def as_returned(document: Document, kind: Kind) -> Data:
    """Return an object as the API returns it, with defaults: a snapshot may be written manually.

    Raises ``SnapshotError`` for an object that no API server returns.
    """
    # Runs without a snapshot may come from the cache, and need none of these.
    from svclint.kubernetes.merge.errors import MergeError  # noqa: PLC0415
    from svclint.kubernetes.merge.field_sets import read_managers  # noqa: PLC0415
    from svclint.kubernetes.objects.decode import decoded  # noqa: PLC0415
    from svclint.kubernetes.schema import accepts, newest, versions  # noqa: PLC0415

    if not accepts(newest(), kind.api_version, kind.name)(document.data):
        raise _unusable(document, "is not an object as the API returns it")
    if kind.is_namespaced and not document.object_name.namespace:
        # It would match no object of the run, and all of them would seem to be new.
        raise _unusable(
            document, "has no namespace; write metadata.namespace, as the API returns it"
        )
    try:
        read_managers(document.value(("metadata", "managedFields")) or ())
    except MergeError as error:
        raise _unusable(document, f"has managedFields that no API server writes: {error}") from None
    found = decoded(kind, document.data, parse_version(newest()))
    # Those of newer versions follow once the version is known.
    returned = kind.with_defaults(found, parse_version(versions()[0]))
    spec: Data = returned.get("spec") or {}
    if spec.get("clusterIP") and not spec.get("clusterIPs"):
        spec["clusterIPs"] = [spec["clusterIP"]]
    return returned


def _unusable(document: Document, fault: str) -> SnapshotError:
    place, _ = document.locate(())
    return SnapshotError(f"{place.file}:{place.line}: live {document.object_name} {fault}")


def facts_item(
    version: str, namespace: str, unknown: Sequence[str], kinds: Iterable[str] = ()
) -> dict[str, Any]:
    """Return the item of a snapshot for facts that no object of the cluster contains.

    ``kinds`` are those that were read, even if there was no object of them.
    """
    return {
        "apiVersion": FACTS_API,
        "kind": FACTS_KIND,
        "kubernetesVersion": version,
        "namespace": namespace,
        "unknown": list(unknown),
        "kinds": list(kinds),
    }


def _with_facts(state: LiveState, facts: Document) -> LiveState:
    version, namespace = text(facts.value(("kubernetesVersion",))), facts.value(("namespace",))
    try:
        known = parse_version(version) if version else None
    except ConfigError as error:
        raise SnapshotError(f"{facts.chunk.file}: {error}") from None
    unknown = tuple(filter(None, map(text, sequence(facts.value(("unknown",))))))
    kinds = state.kinds.union(filter(None, map(text, sequence(facts.value(("kinds",))))))
    return state._replace(version=known, unknown=unknown, namespace=text(namespace), kinds=kinds)


def service_cidrs_of(documents: Iterable[Document]) -> Networks:
    """Return the networks of ServiceCIDR objects (networking.k8s.io, from Kubernetes 1.33).

    ``kubernetes`` comes first: it is made of the server's flag, and its first family is the default
    of the cluster.
    """
    found = [document for document in documents if _is_allocated_from(document)]
    found.sort(key=lambda document: document.object_name.name != "kubernetes")
    cidrs = [cidr for document in found for cidr in sequence(document.value(("spec", "cidrs")))]
    parsed = [parse_cidr(text(cidr)) for cidr in cidrs]
    return Networks(dict.fromkeys(network[1] for network in parsed if network is not None))


def _is_allocated_from(document: Document) -> bool:
    """Return whether this is a ServiceCIDR that the server allocates from.

    It allocates nothing from one that is being deleted or not ready; without conditions, it counts
    as ready (``pkg/registry/core/service/ipallocator/cidrallocator.go``).
    """
    if document.kind != "ServiceCIDR" or not document.api_version.startswith("networking.k8s.io/"):
        return False
    if document.value(("metadata", "deletionTimestamp")):
        return False
    conditions = sequence(document.value(("status", "conditions")))
    ready = (each for each in conditions if mapping(each).get("type") == "Ready")
    return all(each.get("status") == "True" for each in ready)


def read_snapshot(paths: Sequence[str], kinds: frozenset[str]) -> list[Document]:
    """Return all objects in the files or folders of a snapshot. Raises ``SnapshotError``."""
    from svclint.source.file_search import find_files  # noqa: PLC0415
    from svclint.source.loading import load_paths  # noqa: PLC0415 - the reader; see above

    found: list[Document] = []
    for path in paths:
        if not any(find_files([path])):
            raise SnapshotError(f"{path} contains no file of live objects; {_REMEDY}")
    for document in load_paths(paths, kinds):
        if isinstance(document, ReadError):
            raise SnapshotError(f"{document.file} {document.message}".strip())
        if document.problem is not None and document.problem.kind == "empty":
            # What a failed kubectl get leaves must not pass for a cluster without objects.
            if document.file in paths or document.file == "<stdin>":
                raise SnapshotError(
                    f"{document.file} contains no object, not even an empty List; {_REMEDY}"
                )
        elif document.problem is not None:
            place, _ = document.locate(())
            message = f"{document.problem.message}; {_REMEDY}"
            raise SnapshotError(f"{place.file}:{place.line}: {message}")
        if isinstance(document.data, dict):
            found.append(document)
    return found


def claims_of(documents: Iterable[Document], except_for: tuple[str, str] = ("", "")) -> Claims:
    """Return the addresses and node ports of live Services, except for one (namespace, name)."""
    addresses: dict[tuple[str, int], str] = {}
    recorded: dict[tuple[str, int], str] = {}
    node_ports: dict[int, str] = {}
    for document in documents:
        name = document.object_name
        if document.kind == "IPAddress" and document.api_version.startswith("networking.k8s.io/"):
            _add_recorded(recorded, document, except_for)
        if (name.api_version, name.kind) != ("v1", "Service"):
            continue
        if (name.namespace, name.name) == except_for:
            continue
        spec = document.data.get("spec") or {}
        owner = f"{name.namespace}/{name.name}"
        for ip in spec.get("clusterIPs") or [spec.get("clusterIP")]:
            address = parse_ip(ip or "")
            if address is not None:
                addresses[address.family, address.number] = owner
        for port in spec.get("ports") or ():
            if port.get("nodePort"):
                node_ports[port["nodePort"]] = owner
        if spec.get("healthCheckNodePort"):
            node_ports[spec["healthCheckNodePort"]] = owner
    return Claims({**recorded, **addresses}, node_ports)


def _add_recorded(
    recorded: dict[tuple[str, int], str], document: Document, except_for: tuple[str, str]
) -> None:
    """Add the address of an IPAddress object: its Service may be unreadable or deleted."""
    parent = mapping(document.value(("spec", "parentRef")))
    owner = (text(parent.get("namespace")), text(parent.get("name")))
    address = parse_ip(document.object_name.name)
    if address is not None and (owner != except_for or not any(owner)):
        recorded[address.family, address.number] = "/".join(owner)
