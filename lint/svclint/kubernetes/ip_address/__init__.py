"""IPAddresses: what the API server validates in them."""

from svclint.kubernetes.ip_address.kind import IP_ADDRESS

__all__ = ["IP_ADDRESS"]
