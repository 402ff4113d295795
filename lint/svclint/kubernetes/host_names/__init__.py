"""Host names: where manifests name hosts, and what the names stand for in the DNS of a cluster."""

from svclint.kubernetes.host_names.bound_ports import bound_numbers
from svclint.kubernetes.host_names.config_map_references import (
    ConfigMapReference,
    config_map_references,
)
from svclint.kubernetes.host_names.custom_resource_values import CUSTOM_RESOURCES
from svclint.kubernetes.host_names.dns_name import DnsName, cluster_domain_problem, dns_names
from svclint.kubernetes.host_names.host_value import HostValue, may_name_host
from svclint.kubernetes.host_names.mentions import Mention, is_host_key, mentions
from svclint.kubernetes.host_names.pod_values import HOST_FIELDS, PROBES, pod_host_fields
from svclint.kubernetes.host_names.values import host_values, nginx_upstreams

__all__ = [
    "CUSTOM_RESOURCES",
    "HOST_FIELDS",
    "PROBES",
    "ConfigMapReference",
    "DnsName",
    "HostValue",
    "Mention",
    "bound_numbers",
    "cluster_domain_problem",
    "config_map_references",
    "dns_names",
    "host_values",
    "is_host_key",
    "may_name_host",
    "mentions",
    "nginx_upstreams",
    "pod_host_fields",
]
