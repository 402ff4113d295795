"""The pods that selectors of a NetworkPolicy match: those of the policy and those of its peers.

Source: the API reference of NetworkPolicy (networking.k8s.io/v1).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.name_index import Place
from svclint.kubernetes.selection import matches
from svclint.kubernetes.targets.label_overlap import label_overlap
from svclint.kubernetes.targets.namespaces import (
    NAMESPACE_LABEL,
    namespace_labels,
    namespace_objects,
)
from svclint.kubernetes.targets.similarity import (
    deletion_variants,
    is_similar,
    is_typo_of_short_word,
    is_typo_of_word,
)
from svclint.kubernetes.workloads import Workload
from svclint.model import Data, Path
from svclint.model.data import labels, mapping, sequence
from svclint.source import Document

_FEW = 12


class Peer(NamedTuple):
    """Pods that a policy names: ``path`` is that of their LabelSelector ``selector``.

    ``direction`` is ``ingress`` or ``egress``, empty for the pods that the policy is about;
    ``rule`` is the index of the rule. ``namespace`` is empty for that of the policy, and ``*`` if
    labels of namespaces decide.
    """

    path: Path
    direction: str
    rule: int
    selector: Data
    namespace: str

    @property
    def pairs(self) -> dict[str, str]:
        """The labels that the pods must have."""
        return dict(labels(self.selector.get("matchLabels")))


def policy_pods(policy: Document) -> Peer:
    """Return the pods that a policy is about."""
    selector = mapping(policy.value(("spec", "podSelector")))
    return Peer(("spec", "podSelector"), "", 0, selector, "")


def peers_of(policy: Document) -> Iterator[Peer]:
    """Yield the pods that rules of a policy name; blocks of addresses are left out."""
    for direction, field in (("ingress", "from"), ("egress", "to")):
        for number, rule in enumerate(sequence(policy.value(("spec", direction)))):
            for at, entry in enumerate(sequence(mapping(rule).get(field))):
                peer = mapping(entry)
                path: Path = ("spec", direction, number, field, at)
                if "podSelector" in peer or "namespaceSelector" in peer:
                    selector = mapping(peer.get("podSelector"))
                    space = _namespace(peer)
                    yield Peer((*path, "podSelector"), direction, number, selector, space)


def _namespace(peer: Data) -> str:
    if peer.get("namespaceSelector") is None:
        return ""
    selector = mapping(peer["namespaceSelector"])
    pairs = labels(selector.get("matchLabels"))
    name = pairs.get(NAMESPACE_LABEL, "")
    return name if name and len(pairs) == len(selector) == 1 else "*"


def peer_places(policy: Document, peer: Peer, inventory: Inventory) -> list[Place]:
    """Return the deployments and namespaces of the pods of a peer; none for ``*``."""
    space = "" if peer.namespace == "*" else peer.namespace
    return [] if peer.namespace == "*" else list(inventory.search_places(policy, space))


def peer_workloads(policy: Document, peer: Peer, inventory: Inventory) -> list[Workload]:
    """Return the workloads, deployed together with a policy, whose pods a peer may match."""
    places, pairs, workloads = peer_places(policy, peer, inventory), peer.pairs, inventory.workloads
    if peer.namespace != "*":
        found = workloads.selected(places, pairs) if pairs else workloads.within(places)
    else:
        numbers = dict.fromkeys(number for number, _ in inventory.search_places(policy))
        found = [
            workload
            for number in numbers
            for workload in (
                label_overlap(number, inventory).with_label(next(iter(pairs.items())))
                if pairs
                else map(workloads.all.__getitem__, workloads.numbers_in(number))
            )
        ]
    return [workload for workload in found if _may_match(workload, peer.selector)]


def _may_match(workload: Workload, selector: Data) -> bool:
    """Return whether pods may match; labels that controllers add may have any value."""
    keys = {str(mapping(each).get("key")) for each in sequence(selector.get("matchExpressions"))}
    pairs = labels(selector.get("matchLabels"))
    if any(not workload.has_label(key, value) for key, value in pairs.items()):
        return False
    expressions = {"matchExpressions": selector.get("matchExpressions")}
    return not keys.isdisjoint(workload.added) or matches(workload.labels, expressions)


def namespace_without_label(
    policy: Document, peer: Peer, inventory: Inventory
) -> tuple[str, Document] | None:
    """Return the label by which a peer selects a namespace, and the Namespace that lacks it.

    The label is one for names, whose value is the name of a Namespace deployed with the policy.
    """
    selector = mapping(policy.value((*peer.path[:-1], "namespaceSelector")))
    for key, name in labels(selector.get("matchLabels")).items():
        if key == NAMESPACE_LABEL or not _is_for_names(key):
            continue
        found = namespace_objects(name, policy, inventory)
        if found and all(namespace_labels(each).get(key) != name for each in found):
            return key, found[0]
    return None


def _is_for_names(key: str) -> bool:
    return key.rpartition("/")[2] in ("name", "namespace") or is_similar(key, NAMESPACE_LABEL)


def similar_namespace(policy: Document, name: str, inventory: Inventory) -> str:
    """Return the namespace of the run that a name was probably meant to be; empty if none.

    A namespace that has an object, of whatever deployment, is as it was meant.
    """
    key = "namespaces of workloads and Services"
    known, every = inventory.cache.computed(key, lambda: _namespaces_by_variant(inventory))
    if name in every:
        return ""
    numbers, variants = inventory.numbers(policy), deletion_variants(name)
    spaces = {
        space
        for number in numbers
        for variant in variants
        for space in islice(known.get((number, variant), ()), _FEW)
    }
    ordered = sorted(spaces)
    meant = next((each for each in ordered if is_typo_of_word(each, name)), "")
    # A short name is one only if nothing else fits.
    is_short = len(ordered) == 1 and is_typo_of_short_word(ordered[0], name)
    return ordered[0] if is_short and not meant else meant


def _namespaces_by_variant(
    inventory: Inventory,
) -> tuple[dict[tuple[int, str], dict[str, None]], frozenset[str]]:
    """Return the namespaces of each deployment by deletion variant, and those of all."""
    found: dict[tuple[int, str], dict[str, None]] = {}
    documents = (*inventory.services(), *(each.document for each in inventory.workloads.all))
    places = dict.fromkeys(place for each in documents for place in inventory.places(each))
    for number, space in sorted(places):
        for variant in deletion_variants(space):
            found.setdefault((number, variant), {})[space] = None
    return found, frozenset(space for _, space in places)
