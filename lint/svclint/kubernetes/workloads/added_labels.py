"""Labels of pods that no pod template holds: what controllers, the API server and kustomize add.

Facts: ``endpoints.md`` and recorded pods of Kubernetes 1.36.2; for Rollouts, the documentation of
Argo Rollouts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from svclint.model import Data
from svclint.model.data import labels, mapping, sequence, whole, within

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


class Added(NamedTuple):
    """A label that is added: whether a value may be, and whether it surely is."""

    may_be: Callable[[str], bool]
    is_sure: Callable[[str], bool]


def added_labels(kind: str, name: str, spec: Data, pod: Data) -> Mapping[str, Added]:
    """Give the labels that pods of a workload get beside those of their template."""
    unknown = _UNKNOWN.get(kind, _UNKNOWN["Pod"])
    if kind == "StatefulSet":
        ordinals = _ordinals(spec)
        named, counted = _numbered(f"{name}-", *ordinals), _numbered("", *ordinals)
        return unknown | {POD_NAME: named, POD_INDEX: counted}
    if kind == "DaemonSet":
        return unknown | {"pod-template-generation": _exactly("1")}
    if kind == "Job":
        added = unknown | dict.fromkeys(JOB_NAMES, _exactly(name))
        if spec.get("completionMode") == "Indexed":
            count = whole(spec.get("completions"))
            added[COMPLETION_INDEX] = _numbered("", 0, 1 if count is None else count)
        return added
    return unknown | _sometimes(spec, labels(pod.get("labels"))) if kind == "Rollout" else unknown


def _sometimes(spec: Data, always: Mapping[str, str]) -> dict[str, Added]:
    """Give the labels that a Rollout puts on some of its pods: by role, and in experiments."""
    canary, blue_green = (mapping(within(spec, ("strategy", n))) for n in ("canary", "blueGreen"))
    holders = [mapping(canary.get(name)) for name in ("canaryMetadata", "stableMetadata")]
    holders += [mapping(blue_green.get(name)) for name in ("activeMetadata", "previewMetadata")]
    for step in sequence(canary.get("steps")):
        templates = sequence(within(step, ("experiment", "templates")))
        holders += [mapping(mapping(template).get("metadata")) for template in templates]
    values: dict[str, set[str]] = {}
    for holder in holders:
        for key, value in labels(holder.get("labels")).items():
            values.setdefault(key, set()).add(value)
    return {key: _one_of(found, always.get(key)) for key, found in values.items()}


def kustomized_labels(pairs: Iterable[tuple[str, str]], own: Mapping[str, str]) -> dict[str, Added]:
    """Give the labels that kustomizations add: each has its own value, and all may be built."""
    values: dict[str, set[str]] = {}
    for key, value in pairs:
        values.setdefault(key, set()).add(value)
    return {
        key: _one_of(found, own[key])
        if key in own
        else Added(found.__contains__, found.__contains__)
        for key, found in values.items()
    }


def _one_of(values: set[str], own: str | None) -> Added:
    return Added(lambda value: value in values or value == own, lambda value: value == own)


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
_UNKNOWN: dict[str, dict[str, Added]] = {
    kind: dict.fromkeys((*UNKNOWN_VALUES.get(kind, ()), *NODE_LABELS), _ANY_VALUE)
    for kind in (*UNKNOWN_VALUES, "Pod")
}
