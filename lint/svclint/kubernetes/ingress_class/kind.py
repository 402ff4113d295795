"""The facts about IngressClasses that the code for all kinds needs."""

from __future__ import annotations

from svclint.kubernetes.objects.kind import Kind
from svclint.model import Data
from svclint.model.cluster import Version


def _with_defaults(data: Data, _version: Version) -> Data:
    """Source: SetDefaults_IngressClass (pkg/apis/networking/v1/defaults.go of Kubernetes)."""
    spec: Data = data.get("spec") or {}
    parameters = spec.get("parameters")
    if parameters is None or "scope" in parameters:
        return data
    return data | {"spec": spec | {"parameters": {"scope": "Cluster", **parameters}}}


INGRESS_CLASS = Kind(
    "networking.k8s.io/v1",
    "IngressClass",
    is_namespaced=False,
    has_generation=True,
    with_defaults=_with_defaults,
)
