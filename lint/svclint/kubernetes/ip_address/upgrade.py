"""Rewrite an IPAddress of v1alpha1 or v1beta1 for v1.

Source: ParentReference in staging/src/k8s.io/api/networking/v1alpha1/types.go of Kubernetes 1.27,
which had a uid, and in v1beta1/types.go of 1.31, which has none.
"""

from __future__ import annotations

from svclint.model import Data, Edit
from svclint.model.data import mapping


def upgrade(data: Data) -> tuple[Edit, ...]:
    """Return the edits that make an IPAddress one of v1."""
    path = ("spec", "parentRef")
    parent = mapping(mapping(data.get("spec")).get("parentRef"))
    return (Edit("remove", (*path, "uid")),) if "uid" in parent else ()
