"""Labels that kustomizations add to selectors.

Source: the fields of ``Kustomization`` (kustomize.config.k8s.io/v1beta1) and the built-in
configuration of kustomize, api/internal/konfig/builtinpluginconsts: ``commonLabels``, and
``labels`` with ``includeSelectors``. Without it, ``labels`` change metadata alone, and with
``includeTemplates`` also pod templates.
"""

from __future__ import annotations

from svclint.model import Data
from svclint.model.data import labels, mapping, sequence
from svclint.source.file_cache import cached_from_files
from svclint.source.kustomization_tree import kustomizations_within


@cached_from_files
def selector_labels(folder: str) -> frozenset[tuple[str, str]]:
    """Return the pairs that the kustomization of a folder, a real path, and its bases add."""
    return frozenset(pair for each in kustomizations_within(folder) for pair in _pairs(each))


def _pairs(kustomization: Data) -> set[tuple[str, str]]:
    found = set(labels(kustomization.get("commonLabels")).items())
    for entry in map(mapping, sequence(kustomization.get("labels"))):
        if entry.get("includeSelectors") is True:
            found.update(labels(entry.get("pairs")).items())
    return found
