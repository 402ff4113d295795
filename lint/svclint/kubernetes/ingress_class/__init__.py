"""IngressClasses: what the API server validates in them."""

from svclint.kubernetes.ingress_class.kind import INGRESS_CLASS

__all__ = ["INGRESS_CLASS"]
