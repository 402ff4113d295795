"""The settings of a kustomization other than patches, replayed on one object.

Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ and the
transformers that implement them (api/internal/builtins and api/filters of kustomize).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from svclint.render.kustomize.field_specs import FieldSpec, change_fields
from svclint.render.kustomize.selection import TracedObject
from svclint.render.kustomize.traced import Node

# Source: prefixFieldSpecsToSkip and suffixFieldSpecsToSkip of kustomize.
_NAMES_KEPT = ("CustomResourceDefinition", "APIService", "Namespace")
# Kinds of this tool and common ones without a namespace; a wrong namespace is never proven.
_CLUSTER_SCOPED = frozenset(
    """
    APIService ClusterRole ClusterRoleBinding CustomResourceDefinition GatewayClass IngressClass
    IPAddress MutatingWebhookConfiguration Namespace Node PersistentVolume PriorityClass
    ServiceCIDR StorageClass ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding
    ValidatingWebhookConfiguration
    """.split()  # noqa: SIM905 - easier to read than many quoted words
)
_IMAGE = re.compile(r"(?P<name>.*?)(?::(?P<tag>[^:/@]*))?(?:@(?P<digest>.*))?", re.DOTALL)


def set_namespace(
    target: TracedObject,
    value: Node,
    specs: Sequence[FieldSpec] = (),
    *,
    only_unset: bool = False,
) -> None:
    """Set the namespace of an object, and fields of others that contain it."""
    if target.identities[-1].kind not in _CLUSTER_SCOPED:
        specs = (*specs, FieldSpec("metadata/namespace"))
    cause = _caused(value, "namespace")

    def change(node: Node) -> Node:
        return node if only_unset and node.value else cause

    _change(target, specs, change, cause)


def add_affix(target: TracedObject, value: Node, setting: str, specs: Sequence[FieldSpec]) -> None:
    """Add a prefix or suffix to names; the place of a name stays where it is written."""
    cause = _caused(value, setting)

    def change(node: Node) -> Node:
        own = str(node.value or "")
        joined = f"{value.value}{own}" if setting == "namePrefix" else f"{own}{value.value}"
        place = node.place._replace(through=(*node.place.through, cause.place))
        return Node(joined, place)

    is_kept = target.identities[0].kind in _NAMES_KEPT
    _change(target, () if is_kept else specs, change, cause)


def add_pairs(
    target: TracedObject, pairs: Node | None, specs: Sequence[FieldSpec], setting: str
) -> None:
    """Add labels or annotations."""
    if pairs is None or not pairs.is_mapping:
        return
    cause = _caused(pairs, setting)
    added = {key: _caused(node, f"{setting}.{key}") for key, node in pairs.value.items()}

    def change(path: str, node: Node) -> Node:
        own = node.value if node.is_mapping else {}
        new = {key: _labelled(own.get(key), each) for key, each in added.items()}
        former = target.unlabelled.setdefault(path, {})
        for key in added:
            former.setdefault(key, own[key].data() if key in own else None)
        return Node({**own, **new}, node.place)

    target.root = target.root.copy()
    for spec in specs:
        identity = target.identities[-1]
        change_fields(target.root, identity, [spec], partial(change, spec.path), cause.place)
    target.note_identity()


def _labelled(own: Node | None, new: Node) -> Node:
    """Return what a setting makes of a label; one with the value that is no setting's stays."""
    if own is None or own.value != new.value or own.place.setting:
        return new
    return Node(own.value, own.place._replace(through=(*own.place.through, new.place)))


def set_replicas(target: TracedObject, entry: Node, specs: Sequence[FieldSpec]) -> None:
    """Set the number of replicas of the workload that an entry names."""
    count = entry.field("count")
    if count is None or entry.text("name") not in {each.name for each in target.identities}:
        return
    cause = _caused(count, "replicas")
    _change(target, specs, lambda _: cause, cause)


def set_image(target: TracedObject, entry: Node, specs: Sequence[FieldSpec]) -> None:
    """Change the images with the name of an entry."""
    cause = _caused(entry, "images")
    name = entry.text("name")

    def change(node: Node) -> Node:
        found = _IMAGE.fullmatch(str(node.value))
        if not name or found is None or found["name"] != name:
            return node
        return Node(_image(entry, found["tag"] or "", found["digest"] or ""), cause.place)

    _change(target, specs, change, cause)


def _image(entry: Node, tag: str, digest: str) -> str:
    """Return an image as an entry changes it: a new tag or digest replaces both of the old."""
    new_tag, new_digest = entry.text_of("newTag"), entry.text_of("digest")
    if new_tag or new_digest:
        tag, digest = new_tag, new_digest
    elif entry.text_of("tagSuffix"):
        tag, digest = tag + entry.text_of("tagSuffix"), ""
    name = entry.text("newName") or entry.text("name")
    return name + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")


def _caused(value: Node, setting: str) -> Node:
    """Return a value of a kustomization with the name of its setting."""
    return Node(value.value, value.place._replace(setting=setting))


def _change(
    target: TracedObject, specs: Sequence[FieldSpec], change: Callable[[Node], Node], cause: Node
) -> None:
    target.root = target.root.copy()
    change_fields(target.root, target.identities[-1], specs, change, cause.place)
    target.note_identity()
