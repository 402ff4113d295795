"""What brings pods into being: their labels and ports, as Services see them.

Facts: ``endpoints.md`` (observed on the controllers of Kubernetes 1.36.2) and recorded pods of
every kind; the labels of Argo Rollouts from its documentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from svclint.kubernetes.workloads.added_labels import (
    NODE_LABELS,
    Added,
    added_labels,
    kustomized_labels,
)
from svclint.model import Data, Path
from svclint.model.data import group_of, labels, mapping, sequence, text, whole, within
from svclint.source import Document
from svclint.source.kinds import WORKLOAD_KINDS

TEMPLATE: Path = ("spec", "template")
CRON_TEMPLATE: Path = ("spec", "jobTemplate", "spec", "template")
# Kind → its groups, and the path to its pod template. Kinds of other groups are others' kinds.
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


class ContainerPort(NamedTuple):
    """A port that a container declares; ``name`` is empty where it has none."""

    name: str
    number: int
    protocol: str
    container: str


class Workload(NamedTuple):
    """One object that brings pods into being, and what matters of it.

    ``labels`` are those of the pods, ``own_labels`` those of the object itself (a Pod has only
    the former). ``has_pods`` is false for a CronJob, a suspended Job and ``replicas: 0``.
    ``ports`` are those that a named targetPort finds, in the order in which it looks;
    ``init_ports`` those of plain init containers, which it never finds; ``patch_ports`` those
    that a kustomize patch in sight may add. ``is_hook``: Helm runs it, and then removes it.
    """

    kind: str
    name: str
    labels: Mapping[str, str]
    own_labels: Mapping[str, str]
    added: Mapping[str, Added]
    has_pods: bool
    ports: tuple[ContainerPort, ...]
    init_ports: tuple[ContainerPort, ...]
    images: tuple[str, ...]
    host_network: bool
    is_hook: bool
    document: Document
    patch_ports: tuple[ContainerPort, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    def has_label(self, key: str, value: str, *, surely: bool = False) -> bool:
        """Whether its pods have a label; those that controllers add may, or surely do."""
        if key not in self.added:
            return self.labels.get(key) == value
        if key in NODE_LABELS and self.labels.get(key) == value:
            return True
        added = self.added[key]
        return (added.is_sure if surely else added.may_be)(value)


def workload_of(document: Document, path: Path) -> Workload:
    """Read a workload out of a document; ``path`` is that of its pod template."""
    data: Data = document.data
    own, top, pod = mapping(data.get("metadata")), mapping(data.get("spec")), data
    if path:
        pod = mapping(within(data, path))
    metadata, spec = mapping(pod.get("metadata")), mapping(pod.get("spec"))
    kind, name = document.kind, document.object_name.name
    found, hidden, images = _containers(spec)
    pod_labels = labels(metadata.get("labels"))
    own_labels = labels(own.get("labels")) if path else {}
    return Workload(
        kind,
        name,
        pod_labels,
        # Most are the same, and need no room of their own.
        pod_labels if own_labels == pod_labels else own_labels,
        added_labels(kind, name, top, metadata),
        _has_pods(kind, data, top),
        found,
        hidden,
        images,
        spec.get("hostNetwork") is True,
        "helm.sh/hook" in mapping(own.get("annotations")),
        document,
    )


def kustomized(
    workload: Workload, pairs: Iterable[tuple[str, str]], ports: Iterable[ContainerPort]
) -> Workload:
    """Add the labels that kustomizations give to pods, and the ports that patches may add."""
    added = {**workload.added, **kustomized_labels(pairs, workload.labels)}
    return workload._replace(added=added, patch_ports=tuple(ports))


def template_path(document: Document, extra: Mapping[str, Path]) -> Path | None:
    """Give where a kind keeps its pod template, ``None`` for kinds without one."""
    kind = document.kind
    if kind in extra:
        return extra[kind]
    if kind not in BUILT_IN:
        return None
    groups, path = BUILT_IN[kind]
    return path if group_of(document.api_version) in groups else None


def outline(document: Document) -> None:
    """Forget of a workload what no rule asks for: most of a run's data stands in pod templates."""
    data: Data = document.data
    if document.kind in WORKLOAD_KINDS and data.get("metadata") is not None:
        spec = mapping(data.get("spec"))
        kept: Data = {name: data.get(name) for name in ("apiVersion", "kind", "metadata")}
        if "serviceName" in spec:
            kept["spec"] = {"serviceName": spec["serviceName"]}
        document.data = kept


_CONTAINER_FIELDS = ("name", "image", "ports", "restartPolicy")


def trim(document: Document) -> None:
    """Forget what ``workload_of`` does not ask for: environments, volumes, probes and the like."""
    path = template_path(document, {})
    pod = {} if path is None else mapping(within(document.data, path))
    spec = pod.get("spec")
    if not isinstance(spec, dict):
        return
    kept: Data = {"hostNetwork": spec.get("hostNetwork")}
    for name in ("containers", "initContainers"):
        if name in spec:
            kept[name] = [
                {field: item[field] for field in _CONTAINER_FIELDS if field in item}
                for item in map(mapping, sequence(spec[name]))
            ]
    pod["spec"] = kept


def _has_pods(kind: str, data: Data, spec: Data) -> bool:
    if kind == "Job":
        return spec.get("suspend") is not True and spec.get("parallelism") != 0
    if kind == "Pod":
        # Only what was read back from a cluster has a status; finished pods are no endpoints.
        return within(data, ("status", "phase")) not in ("Succeeded", "Failed")
    return kind != "CronJob" and spec.get("replicas") != 0


def _containers(
    spec: Data,
) -> tuple[tuple[ContainerPort, ...], tuple[ContainerPort, ...], tuple[str, ...]]:
    """Give the ports that names find, those of plain init containers, and the images."""
    containers = [mapping(item) for item in sequence(spec.get("containers"))]
    images = tuple([text(each.get("image")) for each in containers])
    # Most pods have none.
    if "initContainers" not in spec:
        return _ports(containers), (), images
    init = [mapping(item) for item in sequence(spec["initContainers"])]
    lasting = [each for each in init if each.get("restartPolicy") == "Always"]
    plain = [each for each in init if each.get("restartPolicy") != "Always"]
    return _ports(containers + lasting), _ports(plain), images


def _ports(containers: list[Data]) -> tuple[ContainerPort, ...]:
    found: list[ContainerPort] = []
    for container in containers:
        name = text(container.get("name"))
        for port in sequence(container.get("ports")):
            number = whole(port.get("containerPort")) if isinstance(port, dict) else None
            if number is not None:
                protocol = text(port.get("protocol")) or "TCP"
                found.append(_port(text(port.get("name")), number, protocol, name))
    return tuple(found)


# Many containers have the same port.
_port = lru_cache(maxsize=4096)(ContainerPort)
