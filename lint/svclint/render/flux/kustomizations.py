"""Kustomizations of Flux: what they change in the folder that they deploy.

Source: https://fluxcd.io/flux/components/kustomize/kustomizations/
"""

from __future__ import annotations

from svclint.model.data import mapping
from svclint.render.flux.common_metadata import common_metadata
from svclint.render.kustomize.additions import Additions
from svclint.render.kustomize.traced import Place, traced
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
    settings |= common_metadata(document)
    return Additions(folder, settings, Place(document, ("spec", "path"), "path"))
