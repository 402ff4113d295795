"""Network policies: the pods that NetworkPolicies select, and the ports that they open."""

from svclint.kubernetes.network_policies.common_labels import common_labels_of_peer
from svclint.kubernetes.network_policies.dns_egress import workloads_without_dns
from svclint.kubernetes.network_policies.label_selectors import selector_problems
from svclint.kubernetes.network_policies.peers import (
    Peer,
    namespace_without_label,
    peer_places,
    peer_workloads,
    peers_of,
    policy_pods,
    similar_namespace,
)
from svclint.kubernetes.network_policies.pods_elsewhere import (
    in_other_namespace,
    may_be_elsewhere,
)
from svclint.kubernetes.network_policies.policies_on_workloads import (
    opened_ports,
    openings,
    policies_on,
)
from svclint.kubernetes.network_policies.port_openings import PortOpenings
from svclint.kubernetes.network_policies.port_problems import has_refused_port, port_problems
from svclint.kubernetes.network_policies.refused_policies import is_validated, refused_policy

__all__ = [
    "Peer",
    "PortOpenings",
    "common_labels_of_peer",
    "has_refused_port",
    "in_other_namespace",
    "is_validated",
    "may_be_elsewhere",
    "namespace_without_label",
    "opened_ports",
    "openings",
    "peer_places",
    "peer_workloads",
    "peers_of",
    "policies_on",
    "policy_pods",
    "port_problems",
    "refused_policy",
    "selector_problems",
    "similar_namespace",
    "workloads_without_dns",
]
