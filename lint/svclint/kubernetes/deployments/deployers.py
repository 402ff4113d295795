"""Objects that deploy a folder of a repository: Kustomizations of Flux, Applications of Argo CD.

Source: https://fluxcd.io/flux/components/kustomize/kustomizations/ (``path``, ``targetNamespace``)
and https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml (``source.path``,
``destination.namespace``, which only objects without a namespace get).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from svclint.model import Data
from svclint.model.data import group_of, mapping, sequence, text
from svclint.source import Document
from svclint.source.kinds import DEPLOYER_KINDS
from svclint.source.paths import real_path

FLUX = ("kustomize.toolkit.fluxcd.io", "Kustomization")
ARGO_CD = ("argoproj.io", "Application")
ARGO_CD_SET = ("argoproj.io", "ApplicationSet")


class Deployer(NamedTuple):
    """A folder that an object deploys, and what is changed on the way.

    ``is_recursive``: the folders below are deployed with it, unless it has a kustomization.
    ``server_side_by`` is the object as messages name it, if it applies on the server.
    """

    folder: str
    namespace: str
    default_namespace: str
    prefix: str
    suffix: str
    is_changing: bool
    is_recursive: bool
    server_side_by: str = ""


def deploys_more(document: Document) -> bool:
    """Return whether an object deploys others, which may be in no local file."""
    if document.kind not in DEPLOYER_KINDS:
        return document.kind.startswith("Helm")
    return (group_of(document.api_version), document.kind) in (FLUX, ARGO_CD, ARGO_CD_SET)


def deployers_of(document: Document) -> list[Deployer]:
    """Return what an object deploys from folders of its own repository."""
    if document.kind not in DEPLOYER_KINDS:
        return []
    kind = group_of(document.api_version), document.kind
    if kind == FLUX:
        return list(_flux(document))
    if kind == ARGO_CD:
        return list(_application(document, mapping(document.value(("spec",)))))
    if kind == ARGO_CD_SET:
        return list(_application(document, mapping(document.value(("spec", "template", "spec")))))
    return []


def _flux(document: Document) -> Iterator[Deployer]:
    spec = mapping(document.value(("spec",)))
    folder = deployed_folder(document, text(spec.get("path")))
    if folder:
        yield Deployer(
            folder,
            text(spec.get("targetNamespace")),
            "",
            text(spec.get("namePrefix")),
            text(spec.get("nameSuffix")),
            any(spec.get(name) for name in ("patches", "components")),
            is_recursive=True,
            server_side_by=f"{document.kind} {document.object_name.name} of Flux",
        )


def _application(document: Document, spec: Data) -> Iterator[Deployer]:
    namespace = text(mapping(spec.get("destination")).get("namespace"))
    options = sequence(mapping(spec.get("syncPolicy")).get("syncOptions"))
    shown = f"{document.kind} {document.object_name.name} with ServerSideApply=true"
    server_side_by = shown if "ServerSideApply=true" in options else ""
    for source in (spec.get("source"), *sequence(spec.get("sources"))):
        written = mapping(source)
        folder = deployed_folder(document, text(written.get("path")))
        if folder:
            kustomize = mapping(written.get("kustomize"))
            yield Deployer(
                folder,
                text(kustomize.get("namespace")),
                namespace,
                text(kustomize.get("namePrefix")),
                text(kustomize.get("nameSuffix")),
                bool(kustomize.get("patches") or kustomize.get("components")),
                is_recursive=mapping(written.get("directory")).get("recurse") is True,
                server_side_by=server_side_by,
            )


def deployed_folder(document: Document, path: str) -> str:
    """Return the real path of the folder that an object of a file deploys; empty if unknown."""
    if document.file.startswith("<"):
        return ""
    return folder_above(os.path.dirname(real_path(document.file)), path)


def folder_above(here: str, path: str) -> str:
    """Return the real path of a folder below one of those above another, the outermost first.

    Paths are relative to the top of a repository, which need not be the one that is checked.
    """
    inside = os.path.normpath(path.strip("/")) if path.strip("/") else ""
    if inside in ("", os.curdir) or inside.startswith(os.pardir):
        return ""
    found = ""
    while True:
        candidate = os.path.join(here, inside)
        if os.path.isdir(candidate):
            found = os.path.realpath(candidate)
        parent = os.path.dirname(here)
        if parent == here or os.path.lexists(os.path.join(here, ".git")):
            return found
        here = parent
