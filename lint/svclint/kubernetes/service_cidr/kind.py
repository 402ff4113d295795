"""The facts about ServiceCIDRs that the code for all kinds needs."""

from __future__ import annotations

from svclint.kubernetes.objects.kind import Kind
from svclint.model.cluster import Version


def _never(_version: Version) -> bool:
    return False


SERVICE_CIDR = Kind(
    "networking.k8s.io/v1", "ServiceCIDR", is_namespaced=False, validates_name_again=_never
)
