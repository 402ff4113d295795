"""The API server refuses a peer of a NetworkPolicy."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.network_policies import selector_problems
from svclint.model import Data, Path, Report, Severity
from svclint.model.addresses import Address, Network, parse_cidr
from svclint.model.data import group_of, mapping, sequence
from svclint.model.field_paths import values_at
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kustomization import is_patch_file
from svclint.source.placeholders import contains_placeholder

_PEERS = ("spec.ingress[].from[]", "spec.egress[].to[]")
_SELECTORS = ("podSelector", "namespaceSelector")


@reference_rule(
    "network-policy-peer-invalid", Severity.ERROR, since="0.1", kinds=("NetworkPolicy",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The API server refuses a peer of a NetworkPolicy."""
    del inventory
    if group_of(document.api_version) != "networking.k8s.io" or is_patch_file(document.file):
        return
    yield from _of_selector(
        ("spec", "podSelector"), mapping(document.value(("spec", "podSelector")))
    )
    for field in _PEERS:
        for path, value in values_at(document.data, field):
            peer = mapping(value)
            chosen = [name for name in (*_SELECTORS, "ipBlock") if peer.get(name) is not None]
            if not chosen and isinstance(value, dict):
                yield _refused(path, "a peer is empty", "write podSelector: {} for all pods")
            elif "ipBlock" in chosen and len(chosen) > 1:
                fact = f"a peer has both ipBlock and {chosen[0]}"
                yield _refused((*path, "ipBlock"), fact, "write two peers")
            elif "ipBlock" in chosen:
                yield from _of_block((*path, "ipBlock"), mapping(peer["ipBlock"]))
            for name in _SELECTORS:
                yield from _of_selector((*path, name), mapping(peer.get(name)))


def _of_block(path: Path, block: Data) -> Iterator[Report]:
    written = block.get("cidr")
    if not written:
        yield _refused(path, "ipBlock has no cidr", "write the range of addresses in cidr")
        return
    whole = _network(written)
    if whole is None:
        yield from _not_a_range((*path, "cidr"), written)
        return
    for at, text in enumerate(sequence(block.get("except"))):
        part, where = _network(text), (*path, "except", at)
        if part is None:
            yield from _not_a_range(where, text)
        elif not _contains(whole, part):
            fact = f"{text} in except is not a smaller part of {written}"
            yield _refused(where, fact, f"write a range within {written}, or remove it")


def _not_a_range(path: Path, text: object) -> Iterator[Report]:
    if isinstance(text, str) and not contains_placeholder(text):
        yield _refused(path, f'"{text}" is not a CIDR', "write ADDRESS/BITS, such as 10.0.0.0/8")


def _network(text: object) -> Network | None:
    parsed = parse_cidr(text) if isinstance(text, str) else None
    return None if parsed is None else parsed[1]


def _contains(whole: Network, part: Network) -> bool:
    """Return whether a range is a smaller part of another."""
    first = Address(part.family, part.number)
    return part.prefix > whole.prefix and whole.contains(first)


def _of_selector(path: Path, selector: Data) -> Iterator[Report]:
    for problem in selector_problems(selector):
        yield _refused((*path, *problem.path), problem.fact, problem.remedy)


def _refused(path: Path, fact: str, remedy: str) -> Report:
    return Report(path, f"{fact}; the API server refuses the NetworkPolicy", remedy)
