"""A selector in a NetworkPolicy matches no pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.network_policies import (
    Peer,
    common_labels_of_peer,
    in_other_namespace,
    may_be_elsewhere,
    namespace_without_label,
    peer_places,
    peer_workloads,
    peers_of,
    policy_pods,
    similar_namespace,
)
from svclint.kubernetes.targets import (
    NAMESPACE_LABEL,
    absent,
    is_made_by_operator,
    nearly_absent,
    place_of,
    similar_labels,
    uncertainty,
)
from svclint.kubernetes.targets.other_halves import labels_of
from svclint.kubernetes.targets.selecting_elsewhere import is_selecting_elsewhere
from svclint.kubernetes.workloads import Workload
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.kinds import WORKLOAD_KINDS

_EFFECTS = {
    "": "the policy applies to no pods",
    "ingress": "nobody is let in by this entry",
    "egress": "this entry opens no connection",
}
_FEW = 12


@reference_rule(
    "network-policy-selects-nothing", Severity.WARNING, since="0.1", kinds=("NetworkPolicy",)
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A selector in a NetworkPolicy matches no pods."""
    for peer in (policy_pods(document), *peers_of(document)):
        if peer.namespace not in ("", "*"):
            meant = similar_namespace(document, peer.namespace, inventory)
            if meant:
                path = (*peer.path[:-1], "namespaceSelector")
                fact = f'no object found in namespace "{peer.namespace}", so '
                hint = f'{_EFFECTS[peer.direction]}; did you mean "{meant}"?'
                yield Report(path, fact + hint, f"write {NAMESPACE_LABEL}: {meant}")
                continue
        unlabelled = namespace_without_label(document, peer, inventory)
        if unlabelled:
            yield _unlabelled(document, peer, *unlabelled, inventory)
        elif peer.pairs and not peer_workloads(document, peer, inventory):
            yield from _check(document, peer, inventory)


def _unlabelled(
    policy: Document, peer: Peer, key: str, namespace: Document, inventory: Inventory
) -> Report:
    """Report a peer that selects a Namespace by a label for names which it does not have."""
    name = namespace.object_name.name
    reason = uncertainty(policy, [namespace], inventory)
    return Report(
        (*peer.path[:-1], "namespaceSelector", "matchLabels", key),
        f'Namespace "{name}" ({place_of(namespace)}) does not have the label {key}={name}, so '
        f"{_EFFECTS[peer.direction]}{reason}",
        f"write {NAMESPACE_LABEL}: {name}, which every namespace has",
        severity=Severity.NOTE if reason else None,
        at_key=True,
    )


def _shown(pairs: Mapping[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in pairs.items())


def _check(policy: Document, peer: Peer, inventory: Inventory) -> Iterator[Report]:
    pairs, places = peer.pairs, peer_places(policy, peer, inventory)
    if not inventory.workloads.has_any_in(places):
        # Without any workload, the pods are defined elsewhere.
        return
    if is_made_by_operator(policy, pairs.values(), inventory, keys=pairs):
        return
    explained = (
        _similar(policy, peer, inventory)
        or _with_common_labels(policy, peer)
        or _elsewhere(policy, peer, inventory)
    )
    if explained is not None:
        yield explained
        return
    if may_be_elsewhere(policy, peer, inventory):
        return
    unplaced = _without_namespace(policy, peer, inventory)
    if unplaced is not None:
        yield unplaced
        return
    report = Report(
        peer.path, _fact(peer), "compare the selector with the labels of the pod template"
    )
    space = peer.namespace.strip("*")
    for found in absent(report, policy, inventory, WORKLOAD_KINDS, space):
        # The policy may be there before its pods are.
        is_error = found.severity == Severity.ERROR
        yield found._replace(severity=Severity.WARNING) if is_error else found


def _fact(peer: Peer) -> str:
    shown = _shown(peer.pairs)
    return f"no workload has pods with the labels {shown}, so {_EFFECTS[peer.direction]}"


def _described(workload: Workload) -> str:
    return f"{workload} ({place_of(workload.document)})"


def _similar(policy: Document, peer: Peer, inventory: Inventory) -> Report | None:
    """Return the report of a peer for which a workload has similar labels, and none the exact."""
    places = peer_places(policy, peer, inventory)
    spaces = [space for _, space in places]
    if is_selecting_elsewhere(policy, peer.pairs, spaces, inventory):
        return None
    for place in islice(places, _FEW):
        for workload, differences in similar_labels(peer.pairs, place, inventory):
            meant = " and ".join(f"`{each}`" for each in differences)
            message = f"{_fact(peer)}; did you mean {meant} of {_described(workload)}?"
            remedy = f"write {meant} in the selector"
            others = labels_of(workload, inventory)
            report = Report(peer.path, message, remedy, others=others)
            return nearly_absent(report, policy, inventory, WORKLOAD_KINDS)
    return None


def _with_common_labels(policy: Document, peer: Peer) -> Report | None:
    """Return the report of a peer to which the kustomization adds the labels of its own pods."""
    common = common_labels_of_peer(policy, peer)
    if not common:
        return None
    return Report(
        peer.path,
        f"{_fact(peer)}; the kustomization adds {_shown(common)} to every podSelector with "
        "matchLabels, also to this one of another application",
        "write these labels in `labels` with includeSelectors: false",
    )


def _elsewhere(policy: Document, peer: Peer, inventory: Inventory) -> Report | None:
    """Return the report of a peer whose labels pods of another namespace have."""
    workload = in_other_namespace(policy, peer, inventory)
    if workload is None:
        return None
    own, space = (inventory.namespaces(each)[0] for each in (policy, workload.document))
    return Report(
        peer.path,
        f'no workload in namespace "{own}" has pods with the labels {_shown(peer.pairs)}, so '
        f"{_EFFECTS[peer.direction]}; {_described(workload)} has them in "
        f'namespace "{space}", which needs a namespaceSelector',
        f"add a namespaceSelector with {NAMESPACE_LABEL}: {space}",
    )


def _without_namespace(policy: Document, peer: Peer, inventory: Inventory) -> Report | None:
    """Return the report of a peer whose labels pods have that name no namespace."""
    for workload in peer_workloads(policy, peer._replace(namespace=inventory.namespace), inventory):
        if not inventory.has_namespace(workload.document):
            return Report(
                peer.path,
                f"{_fact(peer)}; {_described(workload)} has them in namespace "
                f'"{inventory.namespace}", unless it is applied with --namespace',
                "write the namespace in its metadata",
                severity=Severity.NOTE,
            )
    return None
