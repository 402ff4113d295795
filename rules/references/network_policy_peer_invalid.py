"""The API server refuses a peer or selector of a NetworkPolicy."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.network_policies import is_validated, refused_policy, selector_problems
from svclint.kubernetes.objects.address_spelling import cidr_remedy, new_cidr_problem
from svclint.model import Data, Path, Report, Severity
from svclint.model.addresses import Address, Network, parse_cidr
from svclint.model.cluster import Version
from svclint.model.data import mapping, sequence
from svclint.model.field_paths import values_at
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.placeholders import contains_placeholder

_PEERS = ("spec.ingress[].from[]", "spec.egress[].to[]")
_SELECTORS = ("podSelector", "namespaceSelector")


@reference_rule(
    "network-policy-peer-invalid", Severity.ERROR, since="0.1", kinds=("NetworkPolicy",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """The API server refuses a peer or selector of a NetworkPolicy."""
    if not is_validated(document):
        return
    yield from _of_selector(
        ("spec", "podSelector"), mapping(document.value(("spec", "podSelector")))
    )
    for field in _PEERS:
        for path, value in values_at(document.data, field):
            peer = mapping(value)
            chosen = [name for name in (*_SELECTORS, "ipBlock") if peer.get(name) is not None]
            if not chosen and isinstance(value, dict):
                yield refused_policy(path, "a peer is empty", "write podSelector: {} for all pods")
            elif "ipBlock" in chosen and len(chosen) > 1:
                fact = f"a peer has both ipBlock and {chosen[0]}"
                yield refused_policy((*path, "ipBlock"), fact, "write two peers")
            if "ipBlock" in chosen:
                yield from _of_block(
                    (*path, "ipBlock"), mapping(peer["ipBlock"]), inventory.version
                )
            for name in _SELECTORS:
                yield from _of_selector((*path, name), mapping(peer.get(name)))


def _of_block(path: Path, block: Data, version: Version) -> Iterator[Report]:
    written, where = block.get("cidr"), (*path, "cidr")
    if not written:
        yield refused_policy(where, "ipBlock has no cidr", "write the range of addresses in cidr")
        return
    problem = _range_problem(written, version)
    if problem:
        yield refused_policy(where, f'"{written}" {problem}', cidr_remedy(str(written)))
        return
    whole = _network(written)
    for at, text in enumerate(sequence(block.get("except"))):
        part, where = _network(text), (*path, "except", at)
        problem = _range_problem(text, version)
        if problem:
            yield refused_policy(where, f'"{text}" {problem}', cidr_remedy(text))
        elif whole is not None and part is not None and not _contains(whole, part):
            fact = f"{text} in except is not a smaller part of {written}"
            yield refused_policy(where, fact, f"write a range within {written}, or remove it")


def _range_problem(text: object, version: Version) -> str | None:
    if not isinstance(text, str) or contains_placeholder(text):
        return None
    return new_cidr_problem(text, version)


def _network(text: object) -> Network | None:
    parsed = parse_cidr(text) if isinstance(text, str) else None
    return None if parsed is None else parsed[1]


def _contains(whole: Network, part: Network) -> bool:
    """Return whether a range is a smaller part of another."""
    first = Address(part.family, part.number)
    return part.prefix > whole.prefix and whole.contains(first)


def _of_selector(path: Path, selector: Data) -> Iterator[Report]:
    for problem in selector_problems(selector):
        yield refused_policy((*path, *problem.path), problem.fact, problem.remedy)
