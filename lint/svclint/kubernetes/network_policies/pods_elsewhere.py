"""Pods that a peer of a NetworkPolicy names and that are not defined with the policy."""

from __future__ import annotations

from itertools import islice

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.network_policies.peers import Peer, peer_places, peer_workloads, peers_of
from svclint.kubernetes.targets.operators import is_label_of_operator
from svclint.kubernetes.targets.selecting_elsewhere import may_be_selecting_elsewhere
from svclint.kubernetes.workloads import Workload
from svclint.source import Document
from svclint.source.charts import is_rendered_chart

_MANY = 2000


def may_be_elsewhere(policy: Document, peer: Peer, inventory: Inventory) -> bool:
    """Return whether something says that pods of a peer are not defined with the policy.

    Another deployment or release defines them, an operator makes them, no pod of the namespace has
    such a label (clients get it), or another entry beside the peer matches pods: not all need be
    there.
    """
    spaces = [space for _, space in peer_places(policy, peer, inventory)]
    if may_be_selecting_elsewhere(policy, peer.pairs, spaces, inventory):
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


def in_other_namespace(policy: Document, peer: Peer, inventory: Inventory) -> Workload | None:
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


def _are_keys_used(policy: Document, peer: Peer, inventory: Inventory) -> bool:
    """Return whether pods in the namespace of a peer have each label that it names."""
    workloads = inventory.workloads.within(peer_places(policy, peer, inventory))
    known = {key for each in islice(workloads, _MANY) for key in (*each.labels, *each.added)}
    return known.issuperset(peer.pairs)
