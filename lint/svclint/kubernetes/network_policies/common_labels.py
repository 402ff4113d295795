"""Labels that a kustomization adds to the selectors of a NetworkPolicy."""

from __future__ import annotations

from svclint.kubernetes.network_policies.peers import Peer, peers_of, policy_pods
from svclint.kubernetes.targets.similar_labels import NAME_KEYS
from svclint.model.data import labels
from svclint.source import Document
from svclint.source.charts import is_rendered_chart
from svclint.source.files import rendered_folder
from svclint.source.paths import real_folder
from svclint.source.selector_labels import selector_labels


def common_labels_of_peer(policy: Document, peer: Peer) -> dict[str, str]:
    """Return the labels for names that kustomize put into a peer of another application.

    kustomize adds such labels to ``metadata.labels`` and to every podSelector of a policy that has
    ``matchLabels``. A peer with a further label for names is meant for pods of another
    application, which rarely have the name of this one.
    """
    folder = "" if is_rendered_chart(policy.file) else rendered_folder(policy.file)
    if not folder or not peer.direction:
        return {}
    selectors = [each.pairs for each in (policy_pods(policy), *peers_of(policy)) if each.pairs]
    added = selector_labels(real_folder(folder))
    common = {
        key: value
        for key, value in labels(policy.value(("metadata", "labels"))).items()
        if (key, value) in added and all(each.get(key) == value for each in selectors)
    }
    is_of_other = not NAME_KEYS.isdisjoint(peer.pairs.keys() - common.keys())
    return {key: common[key] for key in common if key in NAME_KEYS} if is_of_other else {}
