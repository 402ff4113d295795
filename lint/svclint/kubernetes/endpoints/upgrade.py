"""Rewrite an EndpointSlice of discovery.k8s.io/v1beta1 for v1.

Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/#endpointslice-v125.
"""

from __future__ import annotations

from svclint.model import Data, Edit
from svclint.model.data import mapping, sequence

# The labels of a node that have become fields.
_FIELDS = {"kubernetes.io/hostname": "nodeName", "topology.kubernetes.io/zone": "zone"}


def upgrade_slice(data: Data) -> tuple[Edit, ...] | None:
    """Return the edits that make an EndpointSlice one of v1.

    What ``topology`` says beside node and zone goes to ``deprecatedTopology``, which the server
    reads but does not store.
    """
    edits: list[Edit] = []
    for number, each in enumerate(sequence(data.get("endpoints"))):
        endpoint = mapping(each)
        if "topology" not in endpoint:
            continue
        if "deprecatedTopology" in endpoint:
            return None
        path, topology = ("endpoints", number, "topology"), mapping(endpoint["topology"])
        moved = [
            label for label, field in _FIELDS.items() if label in topology and field not in endpoint
        ]
        edits += [Edit("lift", (*path, label), _FIELDS[label]) for label in moved]
        if not moved or len(moved) < len(topology):
            edits.append(Edit("rename", path, "deprecatedTopology"))
    return tuple(edits)
