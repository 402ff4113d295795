"""Live objects from a snapshot: what ``kubectl get -o json`` or ``-o yaml`` printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from svclint.addresses import Network, parse_cidr, parse_ip
from svclint.config import NO_CLAIMS, Claims
from svclint.source.document import Document
from svclint.source.files import ReadError
from svclint.source.load import load


class LiveState(NamedTuple):
    """What a snapshot tells: its objects, what they claim, and the cluster's Service CIDRs."""

    objects: list[Document]
    claims: Claims
    service_cidrs: tuple[Network, ...]


class SnapshotError(ValueError):
    """A snapshot that cannot be used; the message says why."""


def no_live_state() -> LiveState:
    """Give the state of a cluster of which nothing is known."""
    return LiveState([], NO_CLAIMS, ())


def read_live(paths: Sequence[str], kinds: frozenset[str]) -> LiveState:
    """Read a snapshot: files or folders. Raises ``SnapshotError``."""
    objects = read_snapshot(paths, kinds)
    return LiveState(objects, claims_of(objects), service_cidrs_of(objects))


def service_cidrs_of(documents: Iterable[Document]) -> tuple[Network, ...]:
    """Gather the networks of ServiceCIDR objects (networking.k8s.io, Kubernetes 1.33 and newer)."""
    texts: list[str] = []
    for document in documents:
        if document.kind == "ServiceCIDR" and document.api_version.startswith("networking.k8s.io/"):
            cidrs = document.value(("spec", "cidrs"))
            texts += [text for text in cidrs if isinstance(text, str)] if cidrs else []
    parsed = [parse_cidr(text) for text in texts]
    return tuple(dict.fromkeys(found[1] for found in parsed if found is not None))


def read_snapshot(paths: Sequence[str], kinds: frozenset[str]) -> list[Document]:
    """Read all objects of a snapshot's files or folders. Raises ``SnapshotError``."""
    found: list[Document] = []
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
    node_ports: dict[int, str] = {}
    for document in documents:
        name = document.object_name
        if (name.api_version, name.kind) != ("v1", "Service"):
            continue
        if (name.namespace, name.name) == but:
            continue
        spec = document.data.get("spec") or {}
        owner = f"{name.namespace}/{name.name}"
        for text in spec.get("clusterIPs") or [spec.get("clusterIP")]:
            address = parse_ip(text or "")
            if address is not None:
                addresses[address.family, address.number] = owner
        for port in spec.get("ports") or ():
            if port.get("nodePort"):
                node_ports[port["nodePort"]] = owner
        if spec.get("healthCheckNodePort"):
            node_ports[spec["healthCheckNodePort"]] = owner
    return Claims(addresses, node_ports)
