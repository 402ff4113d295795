"""The keys by which kustomize merges the items of lists.

Source: ``x-kubernetes-list-map-keys`` and ``x-kubernetes-patch-merge-key`` in the OpenAPI document
of Kubernetes, which kustomize contains (kyaml/openapi/kubernetesapi). Lists of custom resources
have none: a patch replaces them.
"""

from __future__ import annotations

from svclint.model import Path
from svclint.model.data import group_of

_PORTS = ("containerPort", "protocol")
# By the names of the last fields of the path.
_KEYS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("containers",): ("name",),
    ("initContainers",): ("name",),
    ("ephemeralContainers",): ("name",),
    ("volumes",): ("name",),
    ("imagePullSecrets",): ("name",),
    ("hostAliases",): ("ip",),
    ("resourceClaims",): ("name",),
    ("topologySpreadConstraints",): ("topologyKey", "whenUnsatisfiable"),
    ("containers", "ports"): _PORTS,
    ("initContainers", "ports"): _PORTS,
    ("containers", "env"): ("name",),
    ("initContainers", "env"): ("name",),
    ("containers", "volumeMounts"): ("mountPath",),
    ("initContainers", "volumeMounts"): ("mountPath",),
    ("containers", "volumeDevices"): ("devicePath",),
    ("metadata", "ownerReferences"): ("uid",),
    ("status", "conditions"): ("type",),
}
_KEYS_OF_KINDS: dict[tuple[str, str], dict[tuple[str, ...], tuple[str, ...]]] = {
    ("", "Service"): {("spec", "ports"): ("port", "protocol")},
    ("", "ServiceAccount"): {("secrets",): ("name",)},
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"): {("webhooks",): ("name",)},
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"): {("webhooks",): ("name",)},
}
# Lists of strings whose items are merged.
_SETS = (("metadata", "finalizers"),)


def merge_keys(api_version: str, kind: str, path: Path) -> tuple[str, ...] | None:
    """Return the keys of the items of a list; ``()`` for a set; ``None`` if it is replaced."""
    group = group_of(api_version)
    if "." in group and not group.endswith(".k8s.io"):
        return None
    names = tuple(step for step in path if isinstance(step, str))
    if names in _SETS:
        return ()
    of_kind = _KEYS_OF_KINDS.get((group, kind), {})
    if names in of_kind:
        return of_kind[names]
    return _KEYS.get(names[-2:]) or _KEYS.get(names[-1:])
