"""Updates of Services: the fields that merge in a way of their own, and the steps of the server."""

from __future__ import annotations

from svclint.kubernetes.merge.field_types import ATOMIC, CONDITIONS, POINTER, Marks
from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.objects.update_steps import KeptItem, UpdateSteps
from svclint.kubernetes.service.carry_over import (
    drop_type_dependent_fields,
    normalize_cluster_ips,
    patch_allocated_values,
    release_secondary_family,
)
from svclint.kubernetes.service.creation import created
from svclint.kubernetes.service.kept_fields import management, port_managers, with_kept_fields
from svclint.kubernetes.service.kind import SERVICE
from svclint.kubernetes.service.ports import PORT_LIST, describe_port, manifest_indices
from svclint.kubernetes.service.service import Service
from svclint.kubernetes.service.stored import (
    stored_fields,
    without_chosen_cluster_ips,
    without_chosen_node_ports,
)
from svclint.model import Data, ObjectName, Path
from svclint.model.cluster import ClusterFacts, Version

_POINTERS = (
    *("allocateLoadBalancerNodePorts", "internalTrafficPolicy", "ipFamilyPolicy"),
    *("loadBalancerClass", "trafficDistribution", "sessionAffinityConfig.clientIP.timeoutSeconds"),
    *("ports[].appProtocol", "ports[].port", "ports[].targetPort"),
)
_MARKS: Marks = {
    "spec.ports": PORT_LIST,
    "spec.selector": ATOMIC,
    "status.conditions": CONDITIONS,
    **{f"spec.{path}": POINTER for path in _POINTERS},
}


class _ServiceSteps(UpdateSteps[Service]):
    """Source: beginUpdate and allocateUpdate of the storage of Services, with its strategy.

    In kube-apiserver: pkg/registry/core/service.
    """

    def create(self, manifest: Data, object_name: ObjectName, version: Version) -> Service:
        return created(manifest, object_name, version)

    def carry_over(self, new: Data, live: Data, version: Version) -> None:
        super().carry_over(new, live, version)
        spec, old = new["spec"], live.get("spec") or {}
        patch_allocated_values(spec, old, version)
        normalize_cluster_ips(spec, old)
        release_secondary_family(spec, old)
        drop_type_dependent_fields(spec, old, version)

    def stored_fields(self, checked: Service, facts: ClusterFacts) -> Data:
        return stored_fields(checked, facts)

    def between_applies(self, stored: Data) -> Data:
        return without_chosen_node_ports(stored)

    def validated_again(self, data: Data) -> Data:
        return without_chosen_cluster_ips(data)

    def kept_item(self, path: Path, change: Prediction[Service]) -> KeptItem | None:
        if path[:2] != ("spec", "ports") or len(path) < 3:
            return None
        ports, index = change.checked.ports, int(path[2])
        indices = change.computed(
            "kept ports", lambda: manifest_indices(change.checked.ports, change.written)
        )
        if index >= len(ports) or indices[index] is not None:
            return None
        return KeptItem(
            f"live port {describe_port(ports[index])}",
            management(port_managers(change, ports[index])),
            "remove that port once: kubectl replace keeps the cluster IP; or list it, too, with a "
            "name of its own",
        )

    def completed(self, manifest: Data, change: Prediction[Service]) -> Data:
        return with_kept_fields(manifest, change)


SERVICE_STEPS = _ServiceSteps(SERVICE, Service, _MARKS)
