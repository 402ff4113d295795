"""The facts about ServiceCIDRs that the code for all kinds needs."""

from svclint.kubernetes.objects.kind import Kind

SERVICE_CIDR = Kind("networking.k8s.io/v1", "ServiceCIDR", is_namespaced=False)
