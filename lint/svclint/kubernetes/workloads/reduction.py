"""Reduction of workloads: drop the data that no rule reads, most of the memory of a large run."""

from __future__ import annotations

from svclint.kubernetes.workloads.workload import PLACEMENT_FIELDS, template_path
from svclint.model import Data
from svclint.model.data import mapping, sequence, within
from svclint.source import Document
from svclint.source.kinds import WORKLOAD_KINDS

_CONTAINER_FIELDS = ("name", "image", "ports", "restartPolicy")


def drop_pod_template(document: Document) -> None:
    """Reduce a workload whose ``Workload`` is read to its metadata and ``serviceName``."""
    data: Data = document.data
    if document.kind in WORKLOAD_KINDS and data.get("metadata") is not None:
        spec = mapping(data.get("spec"))
        reduced: Data = {name: data.get(name) for name in ("apiVersion", "kind", "metadata")}
        if "serviceName" in spec:
            reduced["spec"] = {"serviceName": spec["serviceName"]}
        document.data = reduced


def drop_unread_fields(document: Document) -> None:
    """Reduce a pod template to what ``workload_of`` reads: no environment, volumes or probes."""
    path = template_path(document, {})
    pod = {} if path is None else mapping(within(document.data, path))
    spec = pod.get("spec")
    if not isinstance(spec, dict):
        return
    reduced: Data = {"hostNetwork": spec.get("hostNetwork")}
    for name in PLACEMENT_FIELDS:
        if spec.get(name):
            reduced[name] = True
    for name in ("containers", "initContainers"):
        if name in spec:
            reduced[name] = [
                {field: item[field] for field in _CONTAINER_FIELDS if field in item}
                for item in map(mapping, sequence(spec[name]))
            ]
    pod["spec"] = reduced
