"""Two Services of the run claim one address or one node port."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.proximity import distance
from svclint.model import Data, Path, Report, Severity
from svclint.model.addresses import parse_ip
from svclint.rule import reference_rule
from svclint.source import Document

_WITH_NODE_PORTS = ("NodePort", "LoadBalancer")
# What is claimed, by kind and number; as it is called in the manifest; and where.
Claim = tuple[tuple[str, int], str, Path]


@reference_rule(
    "claimed-twice",
    Severity.WARNING,
    since="0.1",
    where=("clusterIP", "clusterIPs", "nodePort", "healthCheckNodePort"),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """Two Services of the run claim one address or one node port."""
    spec = document.value(("spec",)) or {}
    claimed: set[tuple[str, int]] = set()
    for thing, words, path in _claimed(spec):
        first, first_path = inventory.claims(_claims)[thing]
        is_own = inventory.key(first) == inventory.key(document)
        if is_own or thing in claimed:
            continue
        claimed.add(thing)
        where, _ = first.locate(first_path)
        yield Report(
            path,
            f"{words} is also claimed by {first.object_name} in {where.file}:{where.line}; "
            "if both are applied to one cluster, the API server refuses the second",
            "change one of the two, or leave it out and let the cluster choose",
            # Folders may well be meant for different clusters.
            severity=None if distance(first, document) <= 1 else Severity.INFO,
        )


def _claims(document: Document) -> Iterable[tuple[tuple[str, int], Path]]:
    if document.kind != "Service":
        return ()
    claimed = _claimed(document.value(("spec",)) or {})
    return [(thing, path) for thing, _, path in claimed]


def _claimed(spec: Data) -> list[Claim]:
    # Most Services leave all of it to the cluster.
    addresses = _addresses(spec) if "clusterIP" in spec or "clusterIPs" in spec else ()
    node_ports = _node_ports(spec) if spec.get("type") in _WITH_NODE_PORTS else ()
    return [*addresses, *node_ports]


def _addresses(spec: Data) -> Iterator[Claim]:
    if spec.get("type") == "ExternalName":
        return
    plural = enumerate(spec.get("clusterIPs") or ())
    written: list[tuple[Path, str | None]] = [(("spec", "clusterIPs", i), ip) for i, ip in plural]
    for path, text in written or [(("spec", "clusterIP"), spec.get("clusterIP"))]:
        address = parse_ip(text or "")
        if address is not None:
            yield (address.family, address.number), f"cluster IP {text}", path


def _node_ports(spec: Data) -> Iterator[Claim]:
    for index, port in enumerate(spec.get("ports") or ()):
        number = (port or {}).get("nodePort")
        if number:
            yield ("node port", number), f"nodePort {number}", ("spec", "ports", index, "nodePort")
    number = spec.get("healthCheckNodePort")
    is_used = spec["type"] == "LoadBalancer" and spec.get("externalTrafficPolicy") == "Local"
    if number and is_used:
        yield (
            ("node port", number),
            f"healthCheckNodePort {number}",
            ("spec", "healthCheckNodePort"),
        )
