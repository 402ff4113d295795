"""Labels that pods have beside those of their template: from controllers, server and kustomize.

Source: ``endpoints.md`` and recorded pods of Kubernetes 1.36.2; for Rollouts, the documentation of
Argo Rollouts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from svclint.kubernetes.version_changes import POD_INDEX_LABELS, POD_TOPOLOGY_LABELS
from svclint.model import Data
from svclint.model.cluster import Version
from svclint.model.data import labels, mapping, sequence, whole, within

# Labels with a value that no manifest contains.
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
# The API server copies these from the node.
NODE_LABELS = ("topology.kubernetes.io/zone", "topology.kubernetes.io/region")
POD_NAME = "statefulset.kubernetes.io/pod-name"
POD_INDEX = "apps.kubernetes.io/pod-index"
COMPLETION_INDEX = "batch.kubernetes.io/job-completion-index"
JOB_NAMES = ("job-name", "batch.kubernetes.io/job-name")


class AddedLabel(NamedTuple):
    """A label that is added to pods: whether some of them may have a value, whether all have it."""

    may_have: Callable[[str], bool]
    always_has: Callable[[str], bool]


def added_labels(
    kind: str, name: str, spec: Data, pod: Data, version: Version
) -> Mapping[str, AddedLabel]:
    """Return the labels that pods of a workload get beside those of their template, by key."""
    of_kinds = _UNKNOWN if POD_TOPOLOGY_LABELS.is_in(version) else _UNKNOWN_WITHOUT_NODE
    unknown = of_kinds.get(kind, of_kinds["Pod"])
    is_indexed = POD_INDEX_LABELS.is_in(version)
    if kind == "StatefulSet":
        ordinals = _ordinals(spec)
        named, counted = _numbered(f"{name}-", *ordinals), _numbered("", *ordinals)
        return unknown | {POD_NAME: named} | ({POD_INDEX: counted} if is_indexed else {})
    if kind == "DaemonSet":
        return unknown | {"pod-template-generation": _exactly("1")}
    if kind == "Job":
        added = unknown | dict.fromkeys(JOB_NAMES, _exactly(name))
        if spec.get("completionMode") == "Indexed" and is_indexed:
            count = whole(spec.get("completions"))
            added[COMPLETION_INDEX] = _numbered("", 0, 1 if count is None else count)
        return added
    return (
        unknown | _rollout_labels(spec, labels(pod.get("labels"))) if kind == "Rollout" else unknown
    )


def _rollout_labels(spec: Data, always: Mapping[str, str]) -> dict[str, AddedLabel]:
    """Return the labels that a Rollout sets on some of its pods: by role, and in experiments."""
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


def kustomized_labels(
    pairs: Iterable[tuple[str, str]], own: Mapping[str, str]
) -> dict[str, AddedLabel]:
    """Return the labels that kustomizations add: each builds its own variant of the pods."""
    values: dict[str, set[str]] = {}
    for key, value in pairs:
        values.setdefault(key, set()).add(value)
    return {
        key: _one_of(found, own[key])
        if key in own
        else AddedLabel(found.__contains__, found.__contains__)
        for key, found in values.items()
    }


def _one_of(values: set[str], own: str | None) -> AddedLabel:
    return AddedLabel(lambda value: value in values or value == own, lambda value: value == own)


def _ordinals(spec: Data) -> tuple[int, int]:
    first = whole(mapping(spec.get("ordinals")).get("start")) or 0
    count = whole(spec.get("replicas"))
    return first, first + (1 if count is None else count)


def _exactly(wanted: str) -> AddedLabel:
    return AddedLabel(wanted.__eq__, wanted.__eq__)


def _numbered(prefix: str, first: int, end: int) -> AddedLabel:
    """Return a label of a number: any after scaling, certainly those of the current replicas."""

    def number(value: str) -> int:
        digits = value.removeprefix(prefix) if value.startswith(prefix) else ""
        is_number = digits.isascii() and digits.isdigit() and len(digits) < 10
        return int(digits) if is_number and str(int(digits)) == digits else -1

    return AddedLabel(
        lambda value: number(value) >= first, lambda value: first <= number(value) < end
    )


def _any(_value: str) -> bool:
    return True


def _never(_value: str) -> bool:
    return False


_ANY_VALUE = AddedLabel(_any, _never)
_UNKNOWN_WITHOUT_NODE: dict[str, dict[str, AddedLabel]] = {
    kind: dict.fromkeys(UNKNOWN_VALUES.get(kind, ()), _ANY_VALUE)
    for kind in (*UNKNOWN_VALUES, "Pod")
}
_UNKNOWN: dict[str, dict[str, AddedLabel]] = {
    kind: found | dict.fromkeys(NODE_LABELS, _ANY_VALUE)
    for kind, found in _UNKNOWN_WITHOUT_NODE.items()
}
