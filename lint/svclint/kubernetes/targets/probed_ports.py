"""Ports that a probe shows a container to listen on, whether it declares them or not."""

from __future__ import annotations

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.workloads import Workload
from svclint.model.data import mapping, sequence

_PROBES = ("readinessProbe", "livenessProbe", "startupProbe")
_ACTIONS = ("httpGet", "tcpSocket", "grpc")


def probed_ports(workload: Workload, inventory: Inventory) -> frozenset[int]:
    """Return the numbers of the TCP ports of a pod that probes of its containers connect to."""
    path = inventory.pod_template_path(workload.document)
    spec = mapping(workload.document.value((*path, "spec"))) if path is not None else {}
    actions = (
        mapping(mapping(mapping(container).get(probe)).get(action))
        for container in sequence(spec.get("containers"))
        for probe in _PROBES
        for action in _ACTIONS
    )
    # With a host, the kubelet connects to another place.
    ports = (each.get("port") for each in actions if not each.get("host"))
    return frozenset(port for port in ports if isinstance(port, int))
