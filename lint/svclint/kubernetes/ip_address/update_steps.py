"""Updates of IPAddresses, in which only metadata may change."""

from functools import partial

from svclint.kubernetes.ip_address.kind import IP_ADDRESS
from svclint.kubernetes.objects.kubernetes_object import KubernetesObject
from svclint.kubernetes.objects.update_steps import UpdateSteps

IP_ADDRESS_STEPS = UpdateSteps(IP_ADDRESS, partial(KubernetesObject, IP_ADDRESS), {})
