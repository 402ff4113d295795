"""The fields that the settings of a kustomization change.

Source: the default configuration of the transformers of kustomize
(api/internal/konfig/builtinpluginconsts), and ``configurations`` of a kustomization, which adds
to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from svclint.model.data import mapping, sequence, text
from svclint.render.kustomize.selection import Identity
from svclint.render.kustomize.traced import Node, Place
from svclint.source.kinds import CONTAINER_LISTS

_WORKLOADS = ("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job")
_TERMS = "DuringSchedulingIgnoredDuringExecution"


class FieldSpec(NamedTuple):
    """The path of a field in objects of a kind; an empty kind, group or version is any."""

    path: str
    kind: str = ""
    group: str = ""
    version: str = ""
    is_created: bool = True

    def fits(self, identity: Identity) -> bool:
        """Return whether the field is one of an object."""
        own = ((self.kind, identity.kind), (self.group, identity.group))
        return all(not wanted or wanted == given for wanted, given in own)


def _of_templates(names: str) -> list[FieldSpec]:
    """Return the labels or annotations of objects and of the pods that they create."""
    return [
        FieldSpec(f"metadata/{names}"),
        FieldSpec(f"spec/template/metadata/{names}", "ReplicationController"),
        *(FieldSpec(f"spec/template/metadata/{names}", kind) for kind in _WORKLOADS),
        FieldSpec(f"spec/jobTemplate/metadata/{names}", "CronJob"),
        FieldSpec(f"spec/jobTemplate/spec/template/metadata/{names}", "CronJob"),
    ]


def _of_affinity(kind: str) -> list[FieldSpec]:
    """Return the selectors in the affinity and the spreading of the pods of a kind."""
    found = [
        f"spec/template/spec/affinity/{name}/{path}"
        for name in ("podAffinity", "podAntiAffinity")
        for path in (
            f"preferred{_TERMS}/podAffinityTerm/labelSelector/matchLabels",
            f"required{_TERMS}/labelSelector/matchLabels",
        )
    ]
    found.append("spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels")
    return [FieldSpec(path, kind, "apps", is_created=False) for path in found]


ANNOTATIONS = tuple(_of_templates("annotations"))
TEMPLATE_LABELS = tuple(_of_templates("labels"))
VOLUME_CLAIM_LABELS = (
    FieldSpec("spec/volumeClaimTemplates[]/metadata/labels", "StatefulSet", "apps"),
)
COMMON_LABELS = (
    FieldSpec("spec/selector", "Service"),
    FieldSpec("spec/selector", "ReplicationController"),
    *(FieldSpec("spec/selector/matchLabels", kind) for kind in _WORKLOADS[:4]),
    *_of_affinity("Deployment"),
    *_of_affinity("StatefulSet"),
    FieldSpec("spec/selector/matchLabels", "Job", "batch", is_created=False),
    FieldSpec("spec/jobTemplate/spec/selector/matchLabels", "CronJob", "batch", is_created=False),
    FieldSpec("spec/selector/matchLabels", "PodDisruptionBudget", "policy", is_created=False),
    *(
        FieldSpec(path, "NetworkPolicy", "networking.k8s.io", is_created=False)
        for path in (
            "spec/podSelector/matchLabels",
            "spec/ingress/from/podSelector/matchLabels",
            "spec/egress/to/podSelector/matchLabels",
        )
    ),
    *TEMPLATE_LABELS,
    *VOLUME_CLAIM_LABELS,
)
REPLICAS = tuple(
    FieldSpec("spec/replicas", kind)
    for kind in ("Deployment", "ReplicationController", "ReplicaSet", "StatefulSet")
)
IMAGES = tuple(
    FieldSpec(f"{spec}/{name}[]/image", is_created=False)
    for spec in ("spec", "spec/template/spec")
    for name in CONTAINER_LISTS
)


def written_specs(entries: object) -> list[FieldSpec]:
    """Return the field specs that a user writes, of any of the settings."""
    return [
        FieldSpec(
            text(entry.get("path")),
            text(entry.get("kind")),
            text(entry.get("group")),
            text(entry.get("version")),
            entry.get("create") is True,
        )
        for entry in map(mapping, sequence(entries))
        if text(entry.get("path"))
    ]


def change_fields(
    root: Node,
    identity: Identity,
    specs: Iterable[FieldSpec],
    change: Callable[[Node], Node],
    cause: Place,
) -> None:
    """Replace the fields of an object by what ``change`` returns; ``cause`` is where one begins."""
    for spec in specs:
        if spec.fits(identity):
            _change(root, spec.path.split("/"), spec, change, cause)


def _change(
    node: Node, steps: list[str], spec: FieldSpec, change: Callable[[Node], Node], cause: Place
) -> None:
    # A list on the way stands for all of its items, with or without a mark.
    for item in node.items:
        _change(item, steps, spec, change, cause)
    if not node.is_mapping:
        return
    name, rest = steps[0].removesuffix("[]"), steps[1:]
    child = node.value.get(name)
    if child is None or child.value is None:
        if not spec.is_created or steps[0].endswith("[]"):
            return
        child = node.value[name] = Node({} if rest else None, cause)
    if rest:
        _change(child, rest, spec, change, cause)
    else:
        node.value[name] = change(child)
