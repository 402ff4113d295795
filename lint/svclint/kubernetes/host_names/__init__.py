"""Host names: where manifests name hosts, and what the names stand for in the DNS of a cluster."""

from svclint.kubernetes.host_names.dns_name import DnsName, cluster_domain_problem, dns_names
from svclint.kubernetes.host_names.mentions import Mention, mentions
from svclint.kubernetes.host_names.values import (
    HOST_FIELDS,
    HostValue,
    host_values,
    may_name_host,
    pod_host_fields,
)

__all__ = [
    "HOST_FIELDS",
    "DnsName",
    "HostValue",
    "Mention",
    "cluster_domain_problem",
    "dns_names",
    "host_values",
    "may_name_host",
    "mentions",
    "pod_host_fields",
]
