"""Reduce live objects to labels, ports and references: no annotations, no values of variables.

What is not kept cannot leak: an annotation of kubectl contains the whole manifest, with the
environment of its containers.
"""

from __future__ import annotations

from svclint.kubernetes.live.helm_releases import reduced_release
from svclint.kubernetes.live.resources import RELEASES, Resource
from svclint.kubernetes.ownership import is_owned
from svclint.kubernetes.workloads.workload import template_path
from svclint.model import Data
from svclint.model.data import mapping, sequence, within
from svclint.source.document import Chunk, Document
from svclint.source.kinds import CONTAINER_LISTS

_METADATA = ("name", "namespace", "labels", "generateName", "ownerReferences", "deletionTimestamp")
_POD = ("hostNetwork", "dnsPolicy", "hostname", "subdomain")
_CONTAINER = ("name", "ports", "restartPolicy")
# Of a workload, beside its pod template.
_WORKLOAD = (
    *("selector", "replicas", "serviceName", "ordinals", "strategy", "workloadRef"),
    *("completionMode", "suspend", "parallelism"),
)
_HOOK = "helm.sh/hook"
_NOWHERE = Chunk("", "", 1)


def kept(item: Data, resource: Resource) -> Data | None:
    """Return what is kept of an object of a kind; ``None`` for nothing.

    Nothing is kept of what a controller has created, such as the pods of a ReplicaSet: their
    owner has the same labels and ports.
    """
    if resource == RELEASES:
        return reduced_release(item)
    if not resource.is_reduced:
        return item
    return None if is_owned(item) else reduced(item)


def reduced(item: Data) -> Data:
    """Return an object with its identity, labels, ports and references alone."""
    found: Data = {name: item.get(name) for name in ("apiVersion", "kind")}
    found["metadata"] = _metadata(item)
    path = template_path(Document(_NOWHERE, item), {})
    if path is None:
        # Routes and network policies consist of references; a namespace is its labels.
        return found if item.get("kind") == "Namespace" else found | {"spec": item.get("spec")}
    if not path:
        phase = within(item, ("status", "phase"))
        return found | {"spec": _pod_spec(mapping(item.get("spec"))), "status": {"phase": phase}}
    target = found
    for depth, step in enumerate(path[:-1], 1):
        source = mapping(within(item, path[:depth]))
        target[str(step)] = {name: source[name] for name in _WORKLOAD if name in source}
        target = target[str(step)]
    pod = within(item, path)
    if isinstance(pod, dict):
        spec = _pod_spec(mapping(pod.get("spec")))
        target[str(path[-1])] = {"metadata": _metadata(pod), "spec": spec}
    return found


def _metadata(item: Data) -> Data:
    metadata = mapping(item.get("metadata"))
    found = {name: metadata[name] for name in _METADATA if name in metadata}
    hook = mapping(metadata.get("annotations")).get(_HOOK)
    return found | ({"annotations": {_HOOK: hook}} if hook else {})


def _pod_spec(spec: Data) -> Data:
    found = {name: spec[name] for name in _POD if name in spec}
    for name in CONTAINER_LISTS:
        if name in spec:
            found[name] = [
                {field: each[field] for field in _CONTAINER if field in each}
                for each in map(mapping, sequence(spec[name]))
            ]
    return found
