"""The facts about Ingresses that the code for all kinds needs."""

from svclint.kubernetes.ingress.upgrade import upgrade
from svclint.kubernetes.objects.kind import Kind

INGRESS = Kind("networking.k8s.io/v1", "Ingress", has_generation=True, upgrade=upgrade)
