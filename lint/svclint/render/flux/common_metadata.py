"""The labels and annotations that an object of Flux adds to all objects that it deploys.

Source: SetCommonMetadata in fluxcd/pkg/ssa, and internal/postrender of helm-controller: they are
added to the metadata of the objects, and not to that of pods.
"""

from __future__ import annotations

from svclint.model.data import mapping
from svclint.render.kustomize.traced import Node, traced
from svclint.source import Document

_FIELD = ("spec", "commonMetadata")
# Unlike this transformer, ``commonAnnotations`` changes pods.
_TRANSFORMER = {
    "apiVersion": "builtin",
    "kind": "AnnotationsTransformer",
    "metadata": {"name": "common-metadata"},
    "fieldSpecs": [{"path": "metadata/annotations", "create": True}],
}


def common_metadata(document: Document) -> dict[str, Node]:
    """Return the settings of a kustomization that add what ``commonMetadata`` contains."""
    found = mapping(document.value(_FIELD))
    settings: dict[str, Node] = {}
    if mapping(found.get("labels")):
        pairs = traced(document, (*_FIELD, "labels"))
        settings["labels"] = Node([Node({"pairs": pairs}, pairs.place)], pairs.place)
    if mapping(found.get("annotations")):
        pairs = traced(document, (*_FIELD, "annotations"))
        fields = {name: _at_place(value, pairs) for name, value in _TRANSFORMER.items()}
        transformer = Node(fields | {"annotations": pairs}, pairs.place)
        settings["transformers"] = Node([transformer], pairs.place)
    return settings


def _at_place(value: object, near: Node) -> Node:
    """Return a value with the place of another one."""
    if isinstance(value, dict):
        return Node({key: _at_place(each, near) for key, each in value.items()}, near.place)
    if isinstance(value, list):
        return Node([_at_place(each, near) for each in value], near.place)
    return Node(value, near.place)
