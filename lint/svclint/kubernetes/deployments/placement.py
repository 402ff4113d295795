"""One way in which a file is deployed."""

from __future__ import annotations

from typing import NamedTuple

from svclint.source.kustomization import Kustomization
from svclint.source.replacement_targets import ReplacementTarget


class Placement(NamedTuple):
    """The deployment of a file, by number, and what it changes in the objects of the file.

    ``namespace`` replaces that of an object, ``default_namespace`` is for objects without one.
    ``labels`` are those that are added to pods and selectors. ``is_changing``: names, labels and
    namespaces are not all that is changed. ``replaced`` are fields that replacements fill in.
    """

    deployment: int
    namespace: str = ""
    default_namespace: str = ""
    prefix: str = ""
    suffix: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    is_changing: bool = False
    replaced: tuple[ReplacementTarget, ...] = ()

    def around(self, inner: Kustomization) -> Placement:
        """Return the combined effect of an inner kustomization and of this placement."""
        return self._replace(
            namespace=self.namespace or inner.namespace,
            prefix=self.prefix + inner.prefix,
            suffix=inner.suffix + self.suffix,
            labels=inner.labels + self.labels,
            is_changing=inner.is_changing or self.is_changing,
            replaced=inner.replaced + self.replaced,
        )
