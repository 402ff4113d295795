"""Kustomizations of Flux: what they change in the folder that they deploy.

Source: https://fluxcd.io/flux/components/kustomize/kustomizations/
"""

from __future__ import annotations

from svclint.model.data import mapping
from svclint.render.kustomize.additions import Additions
from svclint.render.kustomize.traced import Node, Place, traced
from svclint.source import Document

# The settings of a kustomization by the fields of the object's spec.
_SETTINGS = {
    "targetNamespace": "namespace",
    "namePrefix": "namePrefix",
    "nameSuffix": "nameSuffix",
    "patches": "patches",
    "images": "images",
    "components": "components",
}


def additions_of(document: Document, folder: str) -> Additions:
    """Return what a Kustomization adds to the real folder of its path."""
    spec = mapping(document.value(("spec",)))
    settings = {
        setting: traced(document, ("spec", field))
        for field, setting in _SETTINGS.items()
        if spec.get(field)
    }
    metadata = mapping(spec.get("commonMetadata"))
    if metadata.get("labels"):
        pairs = traced(document, ("spec", "commonMetadata", "labels"))
        settings["labels"] = Node([Node({"pairs": pairs}, pairs.place)], pairs.place)
    if metadata.get("annotations"):
        settings["commonAnnotations"] = traced(document, ("spec", "commonMetadata", "annotations"))
    return Additions(folder, settings, Place(document, ("spec", "path"), "path"))
