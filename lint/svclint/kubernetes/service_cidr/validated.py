"""Which networks of a ServiceCIDR the API server validates."""

from __future__ import annotations

from svclint.kubernetes.objects import KubernetesObject


def validated_cidrs(service_cidr: KubernetesObject) -> list[str] | None:
    """Return the CIDRs that the server validates, ``None`` if it compares them with the live ones.

    On update, it validates them only if a second one is added. Source: ValidateServiceCIDRUpdate
    (pkg/apis/networking/validation/validation.go of Kubernetes).
    """
    cidrs = service_cidr.spec.get("cidrs") or []
    if service_cidr.live is not None:
        old = (service_cidr.live.get("spec") or {}).get("cidrs") or []
        if (len(old), len(cidrs)) != (1, 2):
            return None
    return list(cidrs)
