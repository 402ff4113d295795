"""Updates of Ingresses: the fields that merge in a way of their own.

Source: IngressSpec in k8s.io/api/networking/v1. Nothing in an Ingress is immutable.
"""

from __future__ import annotations

from functools import partial

from svclint.kubernetes.ingress.kind import INGRESS
from svclint.kubernetes.merge.field_types import ATOMIC, POINTER, Marks
from svclint.kubernetes.objects.kubernetes_object import KubernetesObject
from svclint.kubernetes.objects.update_steps import UpdateSteps
from svclint.kubernetes.version_changes import INGRESS_PORT_ATOMIC
from svclint.model.cluster import Version


class _IngressSteps(UpdateSteps[KubernetesObject]):
    def marks(self, version: Version) -> Marks:
        marks = super().marks(version)
        if not INGRESS_PORT_ATOMIC.is_in(version):
            return marks
        return {**marks, "spec.defaultBackend.service.port": ATOMIC}


INGRESS_STEPS = _IngressSteps(
    INGRESS,
    partial(KubernetesObject, INGRESS),
    {
        "spec.defaultBackend.resource": ATOMIC,
        "spec.ingressClassName": POINTER,
        "spec.rules": {"identity": (("host",),)},
        "spec.rules[].http.paths": {"identity": (("path", "pathType"), ("path",))},
        "spec.rules[].http.paths[].pathType": POINTER,
        "spec.tls": {"identity": (("secretName",), ("hosts",))},
    },
)
