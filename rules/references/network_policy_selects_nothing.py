"""A selector in a NetworkPolicy matches no pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.network_policies import (
    Peer,
    common_labels_of_peer,
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
    is_label_of_operator,
    is_made_by_operator,
    nearly_absent,
    place_of,
    similar_labels,
    uncertainty,
)
from svclint.kubernetes.workloads import Workload
from svclint.model import Report, Severity
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.charts import is_rendered_chart
from svclint.source.kinds import WORKLOAD_KINDS

_EFFECTS = {
    "": "the policy applies to no pods",
    "ingress": "nobody is let in by this entry",
    "egress": "this entry opens no connection",
}
_FEW = 12
_MANY = 2000


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


def _may_be_elsewhere(policy: Document, peer: Peer, inventory: Inventory) -> bool:
    """Return whether something says that pods of a peer are not defined with the policy.

    Another deployment or release defines them, an operator makes them, no pod of the namespace has
    such a label (clients get it), or another entry beside the peer matches pods: not all need be
    there.
    """
    spaces = [space for _, space in peer_places(policy, peer, inventory)]
    found = inventory.workloads.selected_anywhere(spaces, peer.pairs)
    if any(inventory.may_complete(each.document, policy) for each in found):
        return True
    if is_label_of_operator(peer.pairs, inventory):
        return True
    if not _are_keys_used(policy, peer, inventory):
        return True
    if peer.direction and _is_other_application(policy, peer, inventory):
        return True
    return bool(peer.direction) and any(
        (each.direction, each.rule) == (peer.direction, peer.rule)
        and peer_workloads(policy, each, inventory)
        for each in peers_of(policy)
    )


def _is_other_application(policy: Document, peer: Peer, inventory: Inventory) -> bool:
    """Return whether a peer in a chart has no label of the pods of the chart.

    Other releases have it: a chart alone never contains them.
    """
    if not is_rendered_chart(policy.file):
        return False
    workloads = inventory.workloads.within(peer_places(policy, peer, inventory))
    return not any(
        each.has_label(key, value)
        for each in islice(workloads, _MANY)
        for key, value in peer.pairs.items()
    )


def _in_other_namespace(policy: Document, peer: Peer, inventory: Inventory) -> Workload | None:
    """Return a workload in another namespace with the labels of a peer without such a selector.

    ``None`` if another entry beside the peer selects it there.
    """
    if not peer.direction or peer.namespace:
        return None
    beside = [
        each
        for other in peers_of(policy)
        if other.namespace and (other.direction, other.rule) == (peer.direction, peer.rule)
        for each in peer_workloads(policy, other, inventory)
    ]
    found = peer_workloads(policy, peer._replace(namespace="*"), inventory)
    return next(
        (each for each in found if each not in beside and inventory.has_namespace(each.document)),
        None,
    )


def _are_keys_used(policy: Document, peer: Peer, inventory: Inventory) -> bool:
    """Return whether pods in the namespace of a peer have each label that it names."""
    workloads = inventory.workloads.within(peer_places(policy, peer, inventory))
    known = {key for each in islice(workloads, _MANY) for key in (*each.labels, *each.added)}
    return known.issuperset(peer.pairs)


def _shown(pairs: Mapping[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in pairs.items())


def _check(policy: Document, peer: Peer, inventory: Inventory) -> Iterator[Report]:
    pairs, places = peer.pairs, peer_places(policy, peer, inventory)
    if not inventory.workloads.has_any_in(places):
        # Without any workload, the pods are defined elsewhere.
        return
    if is_made_by_operator(policy, pairs.values(), inventory, keys=pairs):
        return
    shown = _shown(pairs)
    fact = f"no workload has pods with the labels {shown}, so {_EFFECTS[peer.direction]}"
    remedy = "compare the selector with the labels of the pod template"
    for place in islice(places, _FEW):
        for workload, differences in similar_labels(pairs, place, inventory):
            meant = " and ".join(f"`{each}`" for each in differences)
            message = f"{fact}; did you mean {meant} of {workload} ({place_of(workload.document)})?"
            report = Report(peer.path, message, f"write {meant} in the selector")
            yield nearly_absent(report, policy, inventory, WORKLOAD_KINDS)
            return
    common = common_labels_of_peer(policy, peer)
    if common:
        yield Report(
            peer.path,
            f"{fact}; the kustomization adds {_shown(common)} to every podSelector with "
            "matchLabels, also to this one of another application",
            "write these labels in `labels` with includeSelectors: false",
        )
        return
    elsewhere = _in_other_namespace(policy, peer, inventory)
    if elsewhere is not None:
        own, space = (inventory.namespaces(each)[0] for each in (policy, elsewhere.document))
        yield Report(
            peer.path,
            f'no workload in namespace "{own}" has pods with the labels {shown}, so '
            f"{_EFFECTS[peer.direction]}; {elsewhere} ({place_of(elsewhere.document)}) has them in "
            f'namespace "{space}", which needs a namespaceSelector',
            f"add a namespaceSelector with {NAMESPACE_LABEL}: {space}",
        )
        return
    if _may_be_elsewhere(policy, peer, inventory):
        return
    for workload in peer_workloads(policy, peer._replace(namespace=inventory.namespace), inventory):
        if not inventory.has_namespace(workload.document):
            yield Report(
                peer.path,
                f"{fact}; {workload} ({place_of(workload.document)}) has them in namespace "
                f'"{inventory.namespace}", unless it is applied with --namespace',
                "write the namespace in its metadata",
                severity=Severity.NOTE,
            )
            return
    report = Report(peer.path, fact, remedy)
    space = peer.namespace.strip("*")
    for found in absent(report, policy, inventory, WORKLOAD_KINDS, space):
        # The policy may be there before its pods are.
        is_error = found.severity == Severity.ERROR
        yield found._replace(severity=Severity.WARNING) if is_error else found
