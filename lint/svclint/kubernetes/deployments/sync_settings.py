"""How an object of Flux or Argo CD applies what it deploys.

Source: ``apply`` in kustomize-controller (internal/controller/kustomization_controller.go), and
Argo CD (controller/sync.go). ``Force=true`` of an Application has no effect: only the annotation of
an object and a sync by hand can force.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import reduce
from typing import NamedTuple

from svclint.kubernetes.deployments.deployers import ARGO_CD_SET, FLUX
from svclint.model.data import mapping, sequence
from svclint.source import Document


class SyncSettings(NamedTuple):
    """What holds for all objects that are deployed together.

    ``is_forced``: an object is deleted and created again if the server rejects its update, because
    of ``shown``. ``options`` are the sync options of an Application.
    """

    is_forced: bool = False
    options: frozenset[str] = frozenset()
    shown: str = ""


def sync_settings(document: Document) -> SyncSettings:
    """Return the settings of a Kustomization of Flux, an Application, or a set of these."""
    spec = mapping(document.value(("spec",)))
    if document.kind == FLUX[1]:
        name = document.object_name.name
        shown = f"spec.force: true of {document.kind} {name} ({os.path.normpath(document.file)})"
        return SyncSettings(spec.get("force") is True, shown=shown)
    if document.kind == ARGO_CD_SET[1]:
        spec = mapping(mapping(spec.get("template")).get("spec"))
    written = sequence(mapping(spec.get("syncPolicy")).get("syncOptions"))
    return SyncSettings(options=frozenset(each for each in written if isinstance(each, str)))


def common_settings(found: Iterable[SyncSettings]) -> SyncSettings:
    """Return what all ways in which an object is deployed have in common."""
    return reduce(_common, found)


def _common(one: SyncSettings, other: SyncSettings) -> SyncSettings:
    return SyncSettings(
        one.is_forced and other.is_forced, one.options & other.options, one.shown or other.shown
    )
