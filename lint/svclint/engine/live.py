"""The live objects of a run, and how manifests will be applied to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.model import Data, ObjectName
from svclint.source import Document
from svclint.source.kinds import API_VERSIONS


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

    def others(self) -> dict[ObjectName, Data]:
        """Return the live objects of the other kinds that svclint checks."""
        return {
            document.object_name: document.data
            for document in self.objects
            if (document.api_version, document.kind) != ("v1", "Service")
            and API_VERSIONS.get(document.kind) == document.api_version
        }
