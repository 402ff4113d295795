"""Updates of ServiceCIDRs: their conditions, and who may set their status."""

from __future__ import annotations

from functools import partial

from svclint.kubernetes.merge.field_types import CONDITIONS
from svclint.kubernetes.objects.kubernetes_object import KubernetesObject
from svclint.kubernetes.objects.update_steps import UpdateSteps
from svclint.kubernetes.service_cidr.kind import SERVICE_CIDR
from svclint.kubernetes.version_changes import SERVICE_CIDR_STATUS_KEPT
from svclint.model import Data
from svclint.model.cluster import Version


class _ServiceCidrSteps(UpdateSteps[KubernetesObject]):
    """Source: pkg/registry/networking/servicecidr/strategy.go of Kubernetes."""

    def carry_over(self, new: Data, live: Data, version: Version) -> None:
        if SERVICE_CIDR_STATUS_KEPT.is_in(version):
            super().carry_over(new, live, version)


SERVICE_CIDR_STEPS = _ServiceCidrSteps(
    SERVICE_CIDR, partial(KubernetesObject, SERVICE_CIDR), {"status.conditions": CONDITIONS}
)
