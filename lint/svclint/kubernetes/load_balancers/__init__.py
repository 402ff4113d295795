"""Load balancers: the addresses that Services request, and the pools that contain them."""

from svclint.kubernetes.load_balancers.pools import Pool, pools_beside, service_selectors
from svclint.kubernetes.load_balancers.requests import (
    Request,
    is_internal,
    requested_addresses,
    requesting,
    sharing_key,
)

__all__ = [
    "Pool",
    "Request",
    "is_internal",
    "pools_beside",
    "requested_addresses",
    "requesting",
    "service_selectors",
    "sharing_key",
]
