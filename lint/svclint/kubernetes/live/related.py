"""What stands at the ends of a cluster's Services: workloads, Endpoints, Ingresses and routes.

Only LIST. A check needs none of it, so it is read only to show who reaches whom.
"""

from __future__ import annotations

from svclint.kubernetes.inventory import is_owned
from svclint.kubernetes.live.access import Access
from svclint.kubernetes.live.errors import ClusterError
from svclint.kubernetes.live.listing import Item, Progress, Resource, Store, read_list
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
    """A store in memory. Live objects have no lines, so all share one empty text.

    With ``is_brief``, it leaves out what another object owns, such as the pods of a ReplicaSet,
    and what resolution does not ask for.
    """

    def __init__(self, called: str, *, is_brief: bool = False) -> None:
        self.found: list[Document] = []
        self._chunk = Chunk(called, "", 1)
        self._is_brief = is_brief

    def mark(self) -> int:
        """Give a mark to go back to."""
        return len(self.found)

    def back_to(self, mark: int) -> None:
        """Forget what came after a mark."""
        del self.found[mark:]

    def add(self, item: Item) -> None:
        """Take one object."""
        if self._is_brief and is_owned(item):
            return
        document = Document(self._chunk, item)
        if self._is_brief:
            drop_unread_fields(document)
        self.found.append(document)


def read_reached(store: Store, access: Access, namespace: str, progress: Progress) -> list[str]:
    """Put all of it into a store; say what may not be read. Raises ``ClusterError``."""
    refused: list[str] = []
    for resource in RESOURCES:
        # Where not all namespaces may be read, one is better than none.
        for space in ("", namespace) if namespace else ("",):
            try:
                read_list(access, resource, store, progress, space)
            except ClusterError as error:
                if error.status == 404:
                    # The server has no such kind, and so no such objects.
                    break
                if error.status != 403:
                    raise
                where = f" in {space}" if space else ""
                refused.append(f"{resource.plural}{where}")
            else:
                break
    return _said(refused)


def _said(refused: list[str]) -> list[str]:
    return [f"may not list {', '.join(refused)}: what they reach is not known"] if refused else []
