"""What brings pods into being: their labels and ports, as Services see them.

Facts: ``endpoints.md`` (observed on the controllers of Kubernetes 1.36.2) and recorded pods of
every kind; the labels of Argo Rollouts from its documentation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from svclint.model import Data, Path
from svclint.shape import group_of, labels, mapping, sequence, text, whole, within
from svclint.source import Document

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
WORKLOAD_KINDS = frozenset(BUILT_IN)
# Labels that a controller or the API server adds with a value that no manifest tells.
UNKNOWN_VALUES: dict[str, tuple[str, ...]] = {
    "Deployment": ("pod-template-hash",),
    "DaemonSet": ("controller-revision-hash",),
    "StatefulSet": ("controller-revision-hash",),
    "Rollout": ("rollouts-pod-template-hash",),
    "Job": ("controller-uid", "batch.kubernetes.io/controller-uid"),
    "CronJob": (
        "controller-uid",
        "batch.kubernetes.io/controller-uid",
        "job-name",
        "batch.kubernetes.io/job-name",
        "batch.kubernetes.io/job-completion-index",
    ),
}
# Since Kubernetes 1.35 the API server copies these from the node.
NODE_LABELS = ("topology.kubernetes.io/zone", "topology.kubernetes.io/region")
POD_NAME = "statefulset.kubernetes.io/pod-name"
POD_INDEX = "apps.kubernetes.io/pod-index"
COMPLETION_INDEX = "batch.kubernetes.io/job-completion-index"
JOB_NAMES = ("job-name", "batch.kubernetes.io/job-name")


class ContainerPort(NamedTuple):
    """A port that a container declares; ``name`` is empty where it has none."""

    name: str
    number: int
    protocol: str
    container: str


class Added(NamedTuple):
    """A label that a controller adds: whether a value may be, and whether it surely is."""

    may_be: Callable[[str], bool]
    is_sure: Callable[[str], bool]


class Workload(NamedTuple):
    """One object that brings pods into being, and what matters of it.

    ``labels`` are those of the pods, ``own_labels`` those of the object itself (a Pod has only
    the former). ``has_pods`` is false for a CronJob, a suspended Job and ``replicas: 0``.
    ``ports`` are those that a named targetPort finds, in the order in which it looks;
    ``init_ports`` those of plain init containers, which it never finds.
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
    document: Document

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    def has_label(self, key: str, value: str, *, surely: bool = False) -> bool:
        """Whether its pods have a label; those that controllers add may, or surely do."""
        if key in self.added:
            added = self.added[key]
            return (added.is_sure if surely else added.may_be)(value)
        return self.labels.get(key) == value


def workload_of(document: Document, extra: Mapping[str, Path]) -> Workload | None:
    """Read a workload out of a document; ``None`` when its kind has no pods of its own.

    ``extra`` names more kinds: kind → path to the pod template.
    """
    path = template_path(document, extra)
    if path is None:
        return None
    data: Data = document.data
    pod = mapping(within(data, path))
    metadata, spec = mapping(pod.get("metadata")), mapping(pod.get("spec"))
    kind, name = document.kind, document.object_name.name
    found, hidden, images = _containers(spec)
    return Workload(
        kind,
        name,
        labels(metadata.get("labels")),
        labels(within(data, ("metadata", "labels"))) if path else {},
        _added(kind, name, mapping(data.get("spec"))),
        _has_pods(kind, data),
        found,
        hidden,
        images,
        spec.get("hostNetwork") is True,
        document,
    )


def template_path(document: Document, extra: Mapping[str, Path]) -> Path | None:
    """Give where a kind keeps its pod template, ``None`` for kinds without one."""
    kind = document.kind
    if kind in extra:
        return extra[kind]
    groups, path = BUILT_IN.get(kind, (frozenset[str](), ()))
    return path if group_of(document.api_version) in groups else None


def _has_pods(kind: str, data: Data) -> bool:
    spec = mapping(data.get("spec"))
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
    init = [mapping(item) for item in sequence(spec.get("initContainers"))]
    lasting = [*containers, *(item for item in init if item.get("restartPolicy") == "Always")]
    plain = [item for item in init if item.get("restartPolicy") != "Always"]
    images = tuple(text(item.get("image")) for item in containers)
    return _ports(lasting), _ports(plain), images


def _ports(containers: list[Data]) -> tuple[ContainerPort, ...]:
    return tuple(
        ContainerPort(
            text(port.get("name")),
            number,
            text(port.get("protocol")) or "TCP",
            text(container.get("name")),
        )
        for container in containers
        for port in map(mapping, sequence(container.get("ports")))
        if (number := whole(port.get("containerPort"))) is not None
    )


def _added(kind: str, name: str, spec: Data) -> dict[str, Added]:
    added = dict.fromkeys((*UNKNOWN_VALUES.get(kind, ()), *NODE_LABELS), _ANY_VALUE)
    if kind == "StatefulSet":
        added[POD_NAME] = _numbered(f"{name}-", *_ordinals(spec))
        added[POD_INDEX] = _numbered("", *_ordinals(spec))
    elif kind == "DaemonSet":
        added["pod-template-generation"] = _exactly("1")
    elif kind == "Job":
        added |= dict.fromkeys(JOB_NAMES, _exactly(name))
        if spec.get("completionMode") == "Indexed":
            count = whole(spec.get("completions"))
            added[COMPLETION_INDEX] = _numbered("", 0, 1 if count is None else count)
    return added


def _ordinals(spec: Data) -> tuple[int, int]:
    first = whole(mapping(spec.get("ordinals")).get("start")) or 0
    count = whole(spec.get("replicas"))
    return first, first + (1 if count is None else count)


def _exactly(wanted: str) -> Added:
    return Added(wanted.__eq__, wanted.__eq__)


def _numbered(prefix: str, first: int, end: int) -> Added:
    """A name with a number: any may be, after scaling; those of now surely are."""

    def number(value: str) -> int:
        digits = value.removeprefix(prefix) if value.startswith(prefix) else ""
        plain = digits.isascii() and digits.isdigit() and len(digits) < 10
        return int(digits) if plain and str(int(digits)) == digits else -1

    return Added(lambda value: number(value) >= first, lambda value: first <= number(value) < end)


def _any(_value: str) -> bool:
    return True


def _never(_value: str) -> bool:
    return False


_ANY_VALUE = Added(_any, _never)
