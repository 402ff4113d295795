"""Labels that a kustomization adds to every selector of a NetworkPolicy."""

from __future__ import annotations

from svclint.kubernetes.network_policies.peers import Peer, peers_of, policy_pods
from svclint.model.data import labels
from svclint.source import Document
from svclint.source.charts import is_rendered_chart
from svclint.source.files import rendered_folder

# Labels that name one application.
_NAME_KEYS = frozenset(("app", "name", "k8s-app", "run", "app.kubernetes.io/name"))


def common_labels_of_peer(policy: Document, peer: Peer) -> dict[str, str]:
    """Return the labels for names that kustomize put into a peer of another application.

    ``commonLabels``, and ``labels`` with ``includeSelectors``, add to every podSelector of a
    policy, and to its own labels. With the name of one application, no other one can match.
    """
    is_built = rendered_folder(policy.file) and not is_rendered_chart(policy.file)
    if not is_built or not peer.direction:
        return {}
    own = labels(policy.value(("metadata", "labels")))
    selectors = [each.pairs for each in (policy_pods(policy), *peers_of(policy)) if each.pairs]
    common = {
        key: value
        for key, value in own.items()
        if all(selector.get(key) == value for selector in selectors)
    }
    is_of_other = any(key in _NAME_KEYS for key in peer.pairs.keys() - common.keys())
    return {key: common[key] for key in _NAME_KEYS & common.keys()} if is_of_other else {}
