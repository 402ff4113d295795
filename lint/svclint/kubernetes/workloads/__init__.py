"""Workloads: the objects that create pods, with the labels and ports that Services select."""

from svclint.kubernetes.workloads.added_labels import POD_NAME
from svclint.kubernetes.workloads.collection import Entry, WorkloadCollection
from svclint.kubernetes.workloads.pod_template import Container, PodTemplate, pod_template_of
from svclint.kubernetes.workloads.reduction import drop_pod_template, drop_unread_fields
from svclint.kubernetes.workloads.workload import (
    FINITE_KINDS,
    MESH_PORTS,
    ContainerPort,
    Workload,
    is_test_hook,
    kustomized,
    template_path,
    workload_of,
)

__all__ = [
    "FINITE_KINDS",
    "MESH_PORTS",
    "POD_NAME",
    "Container",
    "ContainerPort",
    "Entry",
    "PodTemplate",
    "Workload",
    "WorkloadCollection",
    "drop_pod_template",
    "drop_unread_fields",
    "is_test_hook",
    "kustomized",
    "pod_template_of",
    "template_path",
    "workload_of",
]
