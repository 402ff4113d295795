"""Read a workload out of its manifest: the labels and ports of its pods, as Services see them.

Source: ``endpoints.md`` (verified against the controllers of Kubernetes 1.36.2) and recorded pods
of every kind; the labels of Argo Rollouts are from its documentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from svclint.kubernetes.version_changes import NAMED_SIDECAR_PORTS, SIDECAR_CONTAINERS
from svclint.kubernetes.workloads.added_labels import (
    NODE_LABELS,
    AddedLabel,
    added_labels,
    kustomized_labels,
)
from svclint.model import Data, Path
from svclint.model.cluster import Version
from svclint.model.data import (
    group_of,
    labels,
    mapping,
    number_of,
    sequence,
    text,
    whole,
    within,
)
from svclint.source import Document

# Fields of a pod that choose its node.
PLACEMENT_FIELDS = ("nodeSelector", "affinity", "nodeName")
TEMPLATE: Path = ("spec", "template")
# Kinds whose pods end, and serve nobody.
FINITE_KINDS = ("Job", "CronJob")
CRON_TEMPLATE: Path = ("spec", "jobTemplate", "spec", "template")
# Kind → its API groups, and the path of its pod template.
BUILT_IN: dict[str, tuple[frozenset[str], Path]] = {
    "Pod": (frozenset(("",)), ()),
    "ReplicationController": (frozenset(("",)), TEMPLATE),
    "Deployment": (frozenset(("apps", "extensions")), TEMPLATE),
    "ReplicaSet": (frozenset(("apps", "extensions")), TEMPLATE),
    "DaemonSet": (frozenset(("apps", "extensions", "apps.kruise.io")), TEMPLATE),
    "StatefulSet": (frozenset(("apps", "apps.kruise.io")), TEMPLATE),
    "Job": (frozenset(("batch",)), TEMPLATE),
    "CronJob": (frozenset(("batch",)), CRON_TEMPLATE),
    "Rollout": (frozenset(("argoproj.io",)), TEMPLATE),
    "CloneSet": (frozenset(("apps.kruise.io",)), TEMPLATE),
    "DeploymentConfig": (frozenset(("", "apps.openshift.io")), TEMPLATE),
}

# Ports of the sidecars that Istio and Linkerd inject, by name and number; no manifest declares
# them.
MESH_PORTS: frozenset[str | int] = frozenset(
    (
        *("http-envoy-prom", "linkerd-admin", "linkerd-proxy", "mesh-metrics"),
        *(15014, 15020, 15021, 15090, 4191),
    )
)


class ContainerPort(NamedTuple):
    """A port that a container declares; ``name`` is empty and ``host_port`` 0 if it has none."""

    name: str
    number: int
    protocol: str
    container: str
    host_port: int = 0


class Workload(NamedTuple):
    """An object that creates pods (or a Pod), reduced to what rules read.

    ``labels`` are those of the pods, ``own_labels`` those of the object itself (a Pod has only the
    former), ``added`` those that the template does not contain. ``has_pods`` is false for a
    CronJob, a suspended Job, ``replicas: 0``, and Pods and Jobs whose end Helm awaits. ``ports``
    are those that a named targetPort can refer to, in the order of the lookup; ``init_ports``
    those of init containers that end, which it never refers to; ``sidecar_ports`` those of
    sidecars if the Kubernetes version does not look names up there; ``patch_ports`` those that a
    kustomize patch among the files may add. ``is_placed``: it chooses nodes for its pods.
    ``is_hook``: Helm runs it and then removes it.
    """

    kind: str
    name: str
    labels: Mapping[str, str]
    own_labels: Mapping[str, str]
    added: Mapping[str, AddedLabel]
    has_pods: bool
    ports: tuple[ContainerPort, ...]
    init_ports: tuple[ContainerPort, ...]
    images: tuple[str, ...]
    host_network: bool
    is_placed: bool
    is_hook: bool
    document: Document
    sidecar_ports: tuple[ContainerPort, ...] = ()
    patch_ports: tuple[ContainerPort, ...] = ()

    def __str__(self) -> str:
        return f'{self.kind} "{self.name}"'

    def has_label(self, key: str, value: str, *, only_certain: bool = False) -> bool:
        """Return whether pods may have a label; with ``only_certain``, whether all of them do."""
        if key not in self.added:
            return self.labels.get(key) == value
        if key in NODE_LABELS and self.labels.get(key) == value:
            return True
        added = self.added[key]
        return (added.always_has if only_certain else added.may_have)(value)


def workload_of(document: Document, path: Path, version: Version) -> Workload:
    """Return the workload of a document; ``path`` is that of its pod template.

    ``version`` is that of Kubernetes, which decides on the labels and named ports of its pods.
    """
    data: Data = document.data
    own, top, pod = mapping(data.get("metadata")), mapping(data.get("spec")), data
    if path:
        pod = mapping(within(data, path))
    metadata, spec = mapping(pod.get("metadata")), mapping(pod.get("spec"))
    kind, name = document.kind, document.object_name.name
    ports, sidecar_ports, init_ports, images = _containers(spec, version)
    if NAMED_SIDECAR_PORTS.is_in(version):
        ports, sidecar_ports = ports + sidecar_ports, ()
    is_hook = "helm.sh/hook" in mapping(own.get("annotations"))
    pod_labels = labels(metadata.get("labels"))
    own_labels = labels(own.get("labels")) if path else {}
    return Workload(
        kind,
        name,
        pod_labels,
        # Both are equal in most workloads: sharing them saves memory.
        pod_labels if own_labels == pod_labels else own_labels,
        added_labels(kind, name, top, metadata, version),
        _has_pods(kind, data, top) and not (is_hook and kind in ("Pod", "Job")),
        ports,
        init_ports,
        images,
        spec.get("hostNetwork") is True,
        any(spec.get(field) for field in PLACEMENT_FIELDS),
        is_hook,
        document,
        sidecar_ports,
    )


def kustomized(
    workload: Workload, pairs: Iterable[tuple[str, str]], ports: Iterable[ContainerPort]
) -> Workload:
    """Return a workload with the labels that kustomizations add, and the ports of patches."""
    added = {**workload.added, **kustomized_labels(pairs, workload.labels)}
    return workload._replace(added=added, patch_ports=tuple(ports))


def template_path(document: Document, extra: Mapping[str, Path]) -> Path | None:
    """Return the path of the pod template, ``None`` for kinds without one."""
    kind = document.kind
    if kind in extra:
        return extra[kind]
    if kind not in BUILT_IN:
        return None
    groups, path = BUILT_IN[kind]
    return path if group_of(document.api_version) in groups else None


def is_test_hook(document: Document) -> bool:
    """Return whether Helm runs an object only for ``helm test``.

    Source: https://helm.sh/docs/topics/chart_tests/.
    """
    metadata = mapping(mapping(document.data).get("metadata"))
    hooks = mapping(metadata.get("annotations")).get("helm.sh/hook")
    names = {each.strip() for each in text(hooks).split(",")}
    return not names.isdisjoint(("test", "test-success", "test-failure"))


def _has_pods(kind: str, data: Data, spec: Data) -> bool:
    if kind == "Job":
        return spec.get("suspend") is not True and spec.get("parallelism") != 0
    if kind == "Pod":
        # Only live objects have a status; finished pods are not endpoints.
        return within(data, ("status", "phase")) not in ("Succeeded", "Failed")
    return kind != "CronJob" and spec.get("replicas") != 0


_Ports = tuple[ContainerPort, ...]


def _containers(spec: Data, version: Version) -> tuple[_Ports, _Ports, _Ports, tuple[str, ...]]:
    """Return the ports of containers, of sidecars and of init containers, and the images."""
    containers = [mapping(item) for item in sequence(spec.get("containers"))]
    images = tuple([text(each.get("image")) for each in containers])
    if "initContainers" not in spec:
        return _ports(containers), (), (), images
    init = [mapping(item) for item in sequence(spec["initContainers"])]
    stays = "Always" if SIDECAR_CONTAINERS.is_in(version) else None
    sidecars = [each for each in init if stays and each.get("restartPolicy") == stays]
    ending = [each for each in init if not stays or each.get("restartPolicy") != stays]
    return _ports(containers), _ports(sidecars), _ports(ending), images


def _ports(containers: list[Data]) -> tuple[ContainerPort, ...]:
    found: list[ContainerPort] = []
    for container in containers:
        name = text(container.get("name"))
        for port in sequence(container.get("ports")):
            # The server refuses quoted digits, which container-port-invalid reports.
            number = number_of(port.get("containerPort")) if isinstance(port, dict) else None
            if number is not None:
                protocol = text(port.get("protocol")) or "TCP"
                host_port = whole(port.get("hostPort")) or 0
                found.append(_port(text(port.get("name")), number, protocol, name, host_port))
    return tuple(found)


# Many containers declare the same port.
_port = lru_cache(maxsize=4096)(ContainerPort)
