"""ServiceCIDRs: what the API server validates in them."""

from svclint.kubernetes.service_cidr.kind import SERVICE_CIDR
from svclint.kubernetes.service_cidr.validated import validated_cidrs

__all__ = ["SERVICE_CIDR", "validated_cidrs"]
