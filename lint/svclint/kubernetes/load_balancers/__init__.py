"""Load balancers: the addresses that Services request, and the pools that contain them."""

from svclint.kubernetes.load_balancers.pools import Pool, pools_beside
from svclint.kubernetes.load_balancers.requests import (
    Request,
    requested_addresses,
    requesting,
    sharing_key,
)

__all__ = [
    "Pool",
    "Request",
    "pools_beside",
    "requested_addresses",
    "requesting",
    "sharing_key",
]
