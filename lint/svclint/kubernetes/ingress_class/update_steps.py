"""Updates of IngressClasses: the fields that the server returns even if they are empty.

Source: IngressClassSpec in k8s.io/api/networking/v1.
"""

from functools import partial

from svclint.kubernetes.ingress_class.kind import INGRESS_CLASS
from svclint.kubernetes.merge.field_types import POINTER
from svclint.kubernetes.objects.kubernetes_object import KubernetesObject
from svclint.kubernetes.objects.update_steps import UpdateSteps

_POINTERS = ("apiGroup", "namespace", "scope")
INGRESS_CLASS_STEPS = UpdateSteps(
    INGRESS_CLASS,
    partial(KubernetesObject, INGRESS_CLASS),
    {f"spec.parameters.{name}": POINTER for name in _POINTERS},
)
