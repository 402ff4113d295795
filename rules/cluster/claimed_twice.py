"""Two checked Services claim the same address or node port."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from svclint.kubernetes.claims import claimants
from svclint.kubernetes.inventory import Inventory
from svclint.model import Data, Path, Report, Severity
from svclint.model.addresses import parse_ip
from svclint.rule import reference_rule
from svclint.source import Document

_WITH_NODE_PORTS = ("NodePort", "LoadBalancer")
# A claimed address or node port, its name in a message, and its path.
Claim = tuple[tuple[str, int], str, Path]


@reference_rule(
    "claimed-twice",
    Severity.WARNING,
    since="0.1",
    where=("clusterIP", "clusterIPs", "nodePort", "healthCheckNodePort"),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """Two checked Services claim the same address or node port."""
    spec = document.value(("spec",)) or {}
    claimed: set[tuple[str, int]] = set()
    first_claimants = claimants(_claims, document, inventory)
    for resource, name, path in _claimed(spec):
        found = first_claimants(resource)
        others = [each for each in found if not _is_same(each[0], document, inventory)]
        if not others or resource in claimed:
            continue
        first, first_path = others[0]
        claimed.add(resource)
        where, _ = first.locate(first_path)
        yield Report(
            path,
            f"{name} is also claimed by {first.object_name} ({where.file}:{where.line}); "
            "if both are applied to the same cluster, the API server refuses the second",
            "change one of the two, or leave it out and let the cluster choose",
            others=((first, first_path),),
            edited_at="apart",
        )


def _is_same(one: Document, other: Document, inventory: Inventory) -> bool:
    """Return whether two documents define the same object."""
    names = one.object_name, other.object_name
    spaces = {inventory.written_namespace(one), inventory.written_namespace(other)}
    return names[0].name == names[1].name and len(spaces) == 1


def _claims(document: Document) -> Iterable[tuple[tuple[str, int], Path]]:
    if document.kind != "Service":
        return ()
    claimed = _claimed(document.value(("spec",)) or {})
    return [(resource, path) for resource, _, path in claimed]


def _claimed(spec: Data) -> list[Claim]:
    # Most Services let the cluster choose everything.
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
