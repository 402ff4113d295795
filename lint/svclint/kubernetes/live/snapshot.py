"""Live objects from a snapshot: what ``svclint snapshot`` or ``kubectl get -o json`` printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from svclint.kubernetes.service.decode import decode
from svclint.kubernetes.service.defaults import apply_defaults
from svclint.model import ConfigError, Data, SvclintError
from svclint.model.addresses import Network, parse_cidr, parse_ip
from svclint.model.cluster import NO_CLAIMS, Claims, Version, parse_version
from svclint.model.data import mapping, sequence, text
from svclint.source.document import Document
from svclint.source.files import ReadError

# The item of a snapshot that says what no object of the cluster does.
FACTS_API, FACTS_KIND = "svclint/v1", "Snapshot"


class LiveState(NamedTuple):
    """What a snapshot or a cluster tells: its objects, what they claim, and its Service CIDRs.

    ``version`` is the server's, ``None`` where it is not known; ``unknown`` says in words what
    could not be read. ``namespace`` is that of the context, empty where there is none.
    """

    objects: list[Document]
    claims: Claims
    service_cidrs: tuple[Network, ...]
    version: Version | None = None
    unknown: tuple[str, ...] = ()
    namespace: str = ""


class SnapshotError(SvclintError, ValueError):
    """Live objects that cannot be used; the message says why."""


def no_live_state() -> LiveState:
    """Give the state of a cluster of which nothing is known."""
    return LiveState([], NO_CLAIMS, ())


def read_live(paths: Sequence[str], kinds: frozenset[str]) -> LiveState:
    """Read a snapshot: files or folders. Raises ``SnapshotError``."""
    return state_of(read_snapshot(paths, kinds | {FACTS_KIND}))


def state_of(documents: Iterable[Document]) -> LiveState:
    """Gather what objects tell, an item with the facts among them. Raises ``SnapshotError``."""
    objects: list[Document] = []
    facts: Document | None = None
    for document in documents:
        if (document.api_version, document.kind) == (FACTS_API, FACTS_KIND):
            facts = facts or document
        else:
            if (document.api_version, document.kind) == ("v1", "Service"):
                document.data = _as_shown(document)
            objects.append(document)
    state = LiveState(objects, claims_of(objects), service_cidrs_of(objects))
    return state if facts is None else _with_facts(state, facts)


def _as_shown(document: Document) -> Data:
    """Give a Service as the API shows it, with its defaults: snapshots may be written by hand."""
    from svclint.kubernetes.schema import accepts, newest  # noqa: PLC0415 - most runs have no snapshot

    if not accepts(newest(), "v1", "Service")(document.data):
        raise _odd(document, "is not as the API shows it")
    if not document.object_name.namespace:
        # It would stand for no Service of the run, which all would then seem new.
        raise _odd(document, "has no namespace; write metadata.namespace, as the API shows it")
    shown = decode(document.data)
    apply_defaults(shown)
    spec = shown["spec"]
    if spec.get("clusterIP") and not spec.get("clusterIPs"):
        spec["clusterIPs"] = [spec["clusterIP"]]
    return shown


def _odd(document: Document, words: str) -> SnapshotError:
    place, _ = document.locate(())
    return SnapshotError(f"{place.file}:{place.line}: live {document.object_name} {words}")


def facts_item(version: str, namespace: str, unknown: Sequence[str]) -> dict[str, Any]:
    """Make the item of a snapshot that says what no object of the cluster does."""
    return {
        "apiVersion": FACTS_API,
        "kind": FACTS_KIND,
        "kubernetesVersion": version,
        "namespace": namespace,
        "unknown": list(unknown),
    }


def _with_facts(state: LiveState, facts: Document) -> LiveState:
    version, namespace = text(facts.value(("kubernetesVersion",))), facts.value(("namespace",))
    try:
        known = parse_version(version) if version else None
    except ConfigError as error:
        raise SnapshotError(f"{facts.chunk.file}: {error}") from None
    words = tuple(filter(None, map(text, sequence(facts.value(("unknown",))))))
    return state._replace(version=known, unknown=words, namespace=text(namespace))


def service_cidrs_of(documents: Iterable[Document]) -> tuple[Network, ...]:
    """Gather the networks of ServiceCIDR objects (networking.k8s.io, Kubernetes 1.33 and newer).

    The one named ``kubernetes`` comes first: it is the server's own flag, and its first family is
    the cluster's default.
    """
    found = [document for document in documents if _gives_addresses(document)]
    found.sort(key=lambda document: document.object_name.name != "kubernetes")
    cidrs = [cidr for document in found for cidr in sequence(document.value(("spec", "cidrs")))]
    parsed = [parse_cidr(text(cidr)) for cidr in cidrs]
    return tuple(dict.fromkeys(network[1] for network in parsed if network is not None))


def _gives_addresses(document: Document) -> bool:
    """Whether this is a ServiceCIDR that the server allocates from.

    Of one that is being deleted, or is not ready, no address is given; one without conditions
    counts as ready (``pkg/registry/core/service/ipallocator/cidrallocator.go``).
    """
    if document.kind != "ServiceCIDR" or not document.api_version.startswith("networking.k8s.io/"):
        return False
    if document.value(("metadata", "deletionTimestamp")):
        return False
    conditions = sequence(document.value(("status", "conditions")))
    ready = (each for each in conditions if mapping(each).get("type") == "Ready")
    return all(each.get("status") == "True" for each in ready)


def read_snapshot(paths: Sequence[str], kinds: frozenset[str]) -> list[Document]:
    """Read all objects of a snapshot's files or folders. Raises ``SnapshotError``."""
    found: list[Document] = []
    from svclint.source.load import load  # noqa: PLC0415 - most runs have no snapshot

    for document in load(paths, kinds):
        if isinstance(document, ReadError):
            raise SnapshotError(f"{document.file} {document.message}")
        if document.problem is not None and document.problem.kind != "empty":
            place, _ = document.locate(())
            raise SnapshotError(f"{place.file}:{place.line}: {document.problem.message}")
        if isinstance(document.data, dict):
            found.append(document)
    return found


def claims_of(documents: Iterable[Document], but: tuple[str, str] = ("", "")) -> Claims:
    """Gather which addresses and node ports live Services hold, but for one (namespace, name)."""
    addresses: dict[tuple[str, int], str] = {}
    recorded: dict[tuple[str, int], str] = {}
    node_ports: dict[int, str] = {}
    for document in documents:
        name = document.object_name
        if document.kind == "IPAddress" and document.api_version.startswith("networking.k8s.io/"):
            _add_recorded(recorded, document, but)
        if (name.api_version, name.kind) != ("v1", "Service"):
            continue
        if (name.namespace, name.name) == but:
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
    recorded: dict[tuple[str, int], str], document: Document, but: tuple[str, str]
) -> None:
    """Add what an IPAddress object holds: its Service may be unreadable, or gone already."""
    parent = mapping(document.value(("spec", "parentRef")))
    owner = (text(parent.get("namespace")), text(parent.get("name")))
    address = parse_ip(document.object_name.name)
    if address is not None and (owner != but or not any(owner)):
        recorded[address.family, address.number] = "/".join(owner)
