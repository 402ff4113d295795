"""Reduction of workloads: drop the data that no rule reads, most of the memory of a large run."""

from __future__ import annotations

from collections.abc import Collection

from svclint.kubernetes.host_names import HOST_FIELDS, may_name_host, pod_host_fields
from svclint.kubernetes.workloads.workload import PLACEMENT_FIELDS, template_path
from svclint.model import Data, Path
from svclint.model.data import mapping, sequence, within
from svclint.source import Document
from svclint.source.kinds import CONTAINER_LISTS, WORKLOAD_KINDS

_CONTAINER_FIELDS = ("name", "image", "ports", "restartPolicy")
# What the DNS names of pods depend on, and how pods resolve those of others.
_POD_FIELDS = ("hostNetwork", "dnsPolicy", "hostAliases", "hostname", "subdomain")
_SPEC_FIELDS = ("serviceName", "replicas", "ordinals", "strategy", "workloadRef")
_SCRAPE = "prometheus.io/"


def drop_pod_template(document: Document) -> None:
    """Reduce a workload whose ``Workload`` is read to its metadata, and what DNS names need.

    These are the values that may name hosts, each at its path, and fields of a StatefulSet.
    """
    data: Data = document.data
    if document.kind not in WORKLOAD_KINDS or data.get("metadata") is None:
        return
    spec = mapping(data.get("spec"))
    reduced: Data = {name: data.get(name) for name in ("apiVersion", "kind", "metadata")}
    kept = {name: spec[name] for name in _SPEC_FIELDS if name in spec}
    if kept:
        reduced["spec"] = kept
    path = template_path(document, {})
    if path is not None:
        pod = mapping(within(data, (*path, "spec")))
        found = {name: pod[name] for name in _POD_FIELDS if pod.get(name)}
        found |= _containers_with(pod, HOST_FIELDS)
        if found:
            _set(reduced, (*path, "spec"), found)
        annotations = mapping(within(data, (*path, "metadata", "annotations")))
        # With those of other tools, which may add a container that is scraped.
        if path and any(key.startswith(_SCRAPE) for key in annotations):
            _set(reduced, (*path, "metadata", "annotations"), annotations)
    document.data = reduced


def drop_unread_fields(document: Document) -> None:
    """Reduce a pod template or a ConfigMap to what rules across documents read: no volumes."""
    if document.kind == "ConfigMap":
        _drop_other_values(document)
    path = template_path(document, {})
    pod = {} if path is None else mapping(within(document.data, path))
    spec = pod.get("spec")
    if isinstance(spec, dict):
        reduced: Data = {name: spec[name] for name in _POD_FIELDS if name in spec}
        reduced |= {name: True for name in PLACEMENT_FIELDS if spec.get(name)}
        for name in CONTAINER_LISTS:
            if name in spec:
                reduced[name] = [
                    {field: item[field] for field in _CONTAINER_FIELDS if field in item}
                    | pod_host_fields(item)
                    for item in map(mapping, sequence(spec[name]))
                ]
        pod["spec"] = reduced


def _containers_with(spec: Data, fields: Collection[str]) -> Data:
    """Return the containers of a pod with these fields, their names and whether they stay.

    Lists of containers of which none has one of the fields are left out.
    """
    found: Data = {}
    for name in CONTAINER_LISTS:
        reduced = [
            {field: item[field] for field in ("name", "restartPolicy", *fields) if field in item}
            for item in map(mapping, sequence(spec.get(name)))
        ]
        if any(not each.keys().isdisjoint(fields) for each in reduced):
            found[name] = reduced
    return found


def _set(data: Data, path: Path, value: Data) -> None:
    for step in path[:-1]:
        data = data.setdefault(str(step), {})
    data[str(path[-1])] = value


def _drop_other_values(document: Document) -> None:
    data: Data = document.data
    kept: Data = {name: data.get(name) for name in ("apiVersion", "kind", "metadata")}
    kept["data"] = {
        key: value
        for key, value in mapping(data.get("data")).items()
        # A key of digits is a port that an ingress controller exposes.
        if isinstance(value, str) and (key.isdigit() or may_name_host(key, value))
    }
    document.data = kept
