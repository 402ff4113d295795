"""What all kinds of the Service API share: decoding, metadata, names, addresses and ports."""

from svclint.kubernetes.objects.kind import Kind
from svclint.kubernetes.objects.kubernetes_object import KubernetesObject

__all__ = ["Kind", "KubernetesObject"]
