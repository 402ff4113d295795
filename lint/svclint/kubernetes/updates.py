"""How objects of each kind are updated; imported only if there are live objects."""

from __future__ import annotations

from typing import Any

from svclint.kubernetes.endpoints.update_steps import ENDPOINT_SLICE_STEPS, ENDPOINTS_STEPS
from svclint.kubernetes.ingress.update_steps import INGRESS_STEPS
from svclint.kubernetes.ingress_class.update_steps import INGRESS_CLASS_STEPS
from svclint.kubernetes.ip_address.update_steps import IP_ADDRESS_STEPS
from svclint.kubernetes.objects import Kind
from svclint.kubernetes.objects.update_steps import UpdateSteps
from svclint.kubernetes.service.update_steps import SERVICE_STEPS
from svclint.kubernetes.service_cidr.update_steps import SERVICE_CIDR_STEPS

_ALL: tuple[UpdateSteps[Any], ...] = (
    *(SERVICE_STEPS, INGRESS_STEPS, INGRESS_CLASS_STEPS, ENDPOINT_SLICE_STEPS, ENDPOINTS_STEPS),
    *(SERVICE_CIDR_STEPS, IP_ADDRESS_STEPS),
)
_BY_KIND = {each.kind.name: each for each in _ALL}


def steps_of(kind: Kind) -> UpdateSteps[Any]:
    """Return the steps of an update that are special about a kind."""
    return _BY_KIND[kind.name]
