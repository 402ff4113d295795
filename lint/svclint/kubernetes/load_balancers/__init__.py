"""Load balancers: the addresses that Services request, and the pools that contain them."""

from svclint.kubernetes.load_balancers.pools import (
    Pool,
    pools_beside,
    providers_with_pools,
    service_selectors,
)
from svclint.kubernetes.load_balancers.private import (
    POOL_NAMES,
    are_private,
    balancer_of_nodes,
    is_internal,
    pools_for,
)
from svclint.kubernetes.load_balancers.requests import (
    Request,
    requested_addresses,
    requesting,
    requests_unknown_address,
    sharing_key,
)

__all__ = [
    "POOL_NAMES",
    "Pool",
    "Request",
    "are_private",
    "balancer_of_nodes",
    "is_internal",
    "pools_beside",
    "pools_for",
    "providers_with_pools",
    "requested_addresses",
    "requesting",
    "requests_unknown_address",
    "service_selectors",
    "sharing_key",
]
