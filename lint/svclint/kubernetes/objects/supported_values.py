"""The values of fields that support only some, by the name of the field.

Source: the types of the API groups core/v1, networking/v1 and discovery/v1.
"""

from __future__ import annotations

from collections.abc import Mapping

SUPPORTED_VALUES: Mapping[str, tuple[str, ...]] = {
    "addressType": ("IPv4", "IPv6", "FQDN"),
    "externalTrafficPolicy": ("Cluster", "Local"),
    "internalTrafficPolicy": ("Cluster", "Local"),
    "ipFamilies": ("IPv4", "IPv6"),
    "ipFamilyPolicy": ("SingleStack", "PreferDualStack", "RequireDualStack"),
    "pathType": ("Exact", "Prefix", "ImplementationSpecific"),
    "protocol": ("TCP", "UDP", "SCTP"),
    "scope": ("Cluster", "Namespace"),
    "sessionAffinity": ("None", "ClientIP"),
    "trafficDistribution": ("PreferSameZone", "PreferSameNode", "PreferClose"),
    "type": ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),
}
