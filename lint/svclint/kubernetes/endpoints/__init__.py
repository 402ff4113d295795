"""EndpointSlices and Endpoints: what the API server validates in them."""

from svclint.kubernetes.endpoints.addresses import endpoint_addresses, endpoint_entries
from svclint.kubernetes.endpoints.kind import ENDPOINT_SLICE, ENDPOINTS

__all__ = ["ENDPOINTS", "ENDPOINT_SLICE", "endpoint_addresses", "endpoint_entries"]
