"""Read the objects around the Services of a cluster: workloads, Endpoints, Ingresses, routes.

Only LIST requests are sent, and only for ``svclint targets``; a check does not need them.
"""

from __future__ import annotations

from svclint.kubernetes.live.access import Access
from svclint.kubernetes.live.errors import ClusterError
from svclint.kubernetes.live.listing import Item, Progress, Resource, Store, read_list
from svclint.kubernetes.ownership import is_owned
from svclint.kubernetes.workloads import drop_unread_fields
from svclint.source.document import Chunk, Document

_GATEWAY = "gateway.networking.k8s.io/v1"
RESOURCES = (
    Resource("v1", "Pod", "pods"),
    Resource("v1", "ReplicationController", "replicationcontrollers"),
    Resource("v1", "Endpoints", "endpoints"),
    Resource("apps/v1", "Deployment", "deployments"),
    Resource("apps/v1", "ReplicaSet", "replicasets"),
    Resource("apps/v1", "StatefulSet", "statefulsets"),
    Resource("apps/v1", "DaemonSet", "daemonsets"),
    Resource("batch/v1", "Job", "jobs"),
    Resource("argoproj.io/v1alpha1", "Rollout", "rollouts"),
    Resource("discovery.k8s.io/v1", "EndpointSlice", "endpointslices"),
    Resource("networking.k8s.io/v1", "Ingress", "ingresses"),
    Resource(_GATEWAY, "HTTPRoute", "httproutes"),
    Resource(_GATEWAY, "GRPCRoute", "grpcroutes"),
)


class Documents:
    """A store in memory. Live objects have no text, so all share an empty one.

    With ``is_brief``, objects that a controller owns are left out, such as the pods of a
    ReplicaSet, and fields of pods that resolution does not read.
    """

    def __init__(self, description: str, *, is_brief: bool = False) -> None:
        self.found: list[Document] = []
        self._chunk = Chunk(description, "", 1)
        self._is_brief = is_brief

    def mark(self) -> int:
        """Return a mark for ``roll_back``."""
        return len(self.found)

    def roll_back(self, mark: int) -> None:
        """Drop the objects added after a mark."""
        del self.found[mark:]

    def add(self, item: Item) -> None:
        """Add an object."""
        if self._is_brief and is_owned(item):
            return
        document = Document(self._chunk, item)
        if self._is_brief:
            drop_unread_fields(document)
        self.found.append(document)


def read_related(store: Store, access: Access, namespace: str, progress: Progress) -> list[str]:
    """Add these objects to a store; return what is unknown for lack of rights.

    Raises ``ClusterError``.
    """
    refused: list[str] = []
    for resource in RESOURCES:
        # Without the right to read all namespaces, read the one that is.
        for space in ("", namespace) if namespace else ("",):
            try:
                read_list(access, resource, store, progress, space)
            except ClusterError as error:
                if error.status == 404:
                    # The server does not have this kind.
                    break
                if error.status != 403:
                    raise
                where = f" in {space}" if space else ""
                refused.append(f"{resource.plural}{where}")
            else:
                break
    if not refused:
        return []
    return [f"not allowed to list {', '.join(refused)}: their targets are unknown"]
