"""ServiceCIDRs: what the API server validates in them."""

from svclint.kubernetes.service_cidr.kind import SERVICE_CIDR

__all__ = ["SERVICE_CIDR"]
