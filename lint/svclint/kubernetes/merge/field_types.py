"""Field types of a Service: how each merges, which lists are atomic, which keys items have.

Source: the API types of Kubernetes 1.36 (``patchStrategy`` and ``patchMergeKey`` of
k8s.io/api/core/v1, which client-side apply follows) and its OpenAPI document
(``x-kubernetes-list-type`` and ``x-kubernetes-map-type``, which server-side apply follows).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class FieldType(NamedTuple):
    """Type of a field: ``scalar``, ``struct``, ``map``, ``list`` of structs, or ``set``.

    ``keys`` and their ``defaults`` identify the items of a list in server-side apply,
    ``merge_key`` in client-side apply (``None``: the list is replaced; ``""``: its scalars are
    merged). ``is_atomic``: server-side apply replaces the whole value.
    """

    kind: str
    fields: Mapping[str, FieldType] = {}
    element: FieldType | None = None
    keys: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = {}
    merge_key: str | None = None
    is_atomic: bool = False

    def field(self, name: str) -> FieldType:
        """Return the type of a field; an unknown one is replaced as a whole."""
        return self.fields.get(name) or self.element or SCALAR


def _struct(scalars: str, *, is_atomic: bool = False, **others: FieldType) -> FieldType:
    fields = dict.fromkeys(scalars.split(), SCALAR) | others
    return FieldType("struct", fields, is_atomic=is_atomic)


SCALAR = FieldType("scalar")
_STRINGS = FieldType("map", element=SCALAR)
_ATOMIC_STRINGS = FieldType("map", element=SCALAR, is_atomic=True)
_ATOMIC_LIST = FieldType("list", element=SCALAR, is_atomic=True)
_FINALIZERS = FieldType("set", element=SCALAR, merge_key="")

_OWNER = _struct("apiVersion blockOwnerDeletion controller kind name uid", is_atomic=True)
_OWNERS = FieldType("list", element=_OWNER, keys=("uid",), defaults={"uid": ""}, merge_key="uid")
_PORT = _struct("appProtocol name nodePort port protocol targetPort")
_PORTS = FieldType(
    "list",
    element=_PORT,
    keys=("port", "protocol"),
    defaults={"port": 0, "protocol": "TCP"},
    merge_key="port",
)
_METADATA = _struct(
    "creationTimestamp deletionGracePeriodSeconds deletionTimestamp generateName generation name "
    "namespace resourceVersion selfLink uid",
    annotations=_STRINGS,
    labels=_STRINGS,
    finalizers=_FINALIZERS,
    managedFields=_ATOMIC_LIST,
    ownerReferences=_OWNERS,
)
_AFFINITY = _struct("", clientIP=_struct("timeoutSeconds"))
_SPEC = _struct(
    "allocateLoadBalancerNodePorts clusterIP externalName externalTrafficPolicy "
    "healthCheckNodePort internalTrafficPolicy ipFamilyPolicy loadBalancerClass loadBalancerIP "
    "publishNotReadyAddresses sessionAffinity trafficDistribution type",
    clusterIPs=_ATOMIC_LIST,
    externalIPs=_ATOMIC_LIST,
    ipFamilies=_ATOMIC_LIST,
    loadBalancerSourceRanges=_ATOMIC_LIST,
    ports=_PORTS,
    selector=_ATOMIC_STRINGS,
    sessionAffinityConfig=_AFFINITY,
)
_CONDITIONS = FieldType("list", element=SCALAR, keys=("type",), merge_key="type")
_STATUS = _struct("", conditions=_CONDITIONS, loadBalancer=_struct("", ingress=_ATOMIC_LIST))

SERVICE = _struct("apiVersion kind", metadata=_METADATA, spec=_SPEC, status=_STATUS)
