"""The live objects of a run, and how manifests will be applied to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.model import Data
from svclint.source import Document


class Live(NamedTuple):
    """The objects of the cluster, and how manifests will be applied to it."""

    objects: Sequence[Document]
    apply_options: ApplyOptions

    def services(self) -> dict[tuple[str, str], Data]:
        """Return the live Services by namespace and name."""
        return {
            (name.namespace, name.name): document.data
            for document in self.objects
            if (name := document.object_name)[:2] == ("v1", "Service")
        }
