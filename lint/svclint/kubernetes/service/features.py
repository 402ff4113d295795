"""Features of a manifest, by which the engine decides which rules can find anything at all."""

from __future__ import annotations

from functools import lru_cache

from svclint.kubernetes.service.service import TYPES
from svclint.model import Data
from svclint.model.data import mapping, sequence, text

# Fields of the metadata, the spec and the ports of a Service, in any vendored schema.
FIELDS = frozenset(
    (
        *("annotations", "creationTimestamp", "deletionGracePeriodSeconds"),
        *("deletionTimestamp", "finalizers", "generateName", "generation", "labels"),
        *("managedFields", "name", "namespace", "ownerReferences", "resourceVersion"),
        *("selfLink", "uid"),
        *("allocateLoadBalancerNodePorts", "clusterIP", "clusterIPs", "externalIPs"),
        *("externalName", "externalTrafficPolicy", "healthCheckNodePort"),
        *("internalTrafficPolicy", "ipFamilies", "ipFamilyPolicy", "loadBalancerClass"),
        *("loadBalancerIP", "loadBalancerSourceRanges", "ports"),
        *("publishNotReadyAddresses", "selector", "sessionAffinity"),
        *("sessionAffinityConfig", "trafficDistribution", "type"),
        *("appProtocol", "name", "nodePort", "port", "protocol", "targetPort"),
    )
)
# Every feature that ``features_of`` may return of a Service with known fields.
FEATURES = FIELDS.union(TYPES, ("ports[1]", "unknown type", "no selector"))


def features_of(data: Data) -> frozenset[str]:
    """Return the type of a Service and the names of its fields, as ``where=`` of rules uses them.

    The fields are those of its metadata, spec and ports; ``clusterIP`` is left out if it is
    ``None``. Further features are ``ports[1]`` (several ports), ``unknown type`` and
    ``no selector``. Values of a type that the schema does not allow count as empty.
    """
    spec, metadata = mapping(data.get("spec")), mapping(data.get("metadata"))
    ports = [tuple(mapping(port)) for port in sequence(spec.get("ports"))]
    fields = tuple(spec) if spec.get("selector") else (*spec, "no selector")
    kind, address = text(spec.get("type")) or "ClusterIP", spec.get("clusterIP")
    return _features(kind, address == "None", fields, tuple(metadata), tuple(ports))


# Hundreds of Services have the same fields.
@lru_cache(maxsize=1024)
def _features(
    kind: str,
    is_headless: bool,
    spec: tuple[str, ...],
    metadata: tuple[str, ...],
    ports: tuple[tuple[str, ...], ...],
) -> frozenset[str]:
    names = {kind, *spec, *metadata}.union(*ports)
    if is_headless:
        names.discard("clusterIP")
    if kind not in TYPES:
        names.add("unknown type")
    if len(ports) > 1:
        names.add("ports[1]")
    return frozenset(names)
