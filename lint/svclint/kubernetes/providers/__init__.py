"""Providers: who documents which annotations, their values and classes of load balancers."""

from svclint.kubernetes.providers.provider import (
    Provider,
    balancer_of,
    balancer_of_class,
    is_about_private,
    is_private,
    limits_clients,
    providers,
    readers_of,
    readers_of_key,
)
from svclint.kubernetes.providers.similar_annotation import similar_annotation
from svclint.kubernetes.providers.value_problem import (
    ServicePorts,
    port_problem,
    value_problem,
)
from svclint.kubernetes.providers.values import Values

__all__ = [
    "Provider",
    "ServicePorts",
    "Values",
    "balancer_of",
    "balancer_of_class",
    "is_about_private",
    "is_private",
    "limits_clients",
    "port_problem",
    "providers",
    "readers_of",
    "readers_of_key",
    "similar_annotation",
    "value_problem",
]
