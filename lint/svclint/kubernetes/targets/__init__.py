"""Targets: the pods and ports that a Service reaches, the objects that refer to it, and typos."""

from svclint.kubernetes.targets.absence import absent, nearly_absent
from svclint.kubernetes.targets.backend import Backend, backend_port
from svclint.kubernetes.targets.backends import (
    BACKEND_KINDS,
    CLUSTER_IP_KINDS,
    backend_namespaces,
    backends_of,
    callers,
    services_named,
)
from svclint.kubernetes.targets.dns_calls import (
    DNS_CALLER_KINDS,
    DnsCall,
    dns_calls,
    services_of_workload,
)
from svclint.kubernetes.targets.forgetting import forget_resolved
from svclint.kubernetes.targets.gateways import (
    PARENT_KINDS,
    Listener,
    Parent,
    gateways_beside,
    gateways_named,
    hosts_intersect,
    listeners_of,
    named_listeners,
    parents_of,
    takes_kind,
    takes_namespace,
)
from svclint.kubernetes.targets.host_paths import (
    CLASS_ANNOTATION,
    HOST_KINDS,
    HostPath,
    covers,
    host_path_index,
    host_paths,
    ingress_class,
    is_host_served,
    rule_hosts,
)
from svclint.kubernetes.targets.ingress_classes import (
    classes_named,
    has_classes,
    similarly_named_classes,
)
from svclint.kubernetes.targets.monitors import (
    governing_services,
    monitored_services,
    monitored_workloads,
)
from svclint.kubernetes.targets.named_ports import (
    MissingPort,
    is_one_application,
    is_related,
    missing_ports,
    nearest_selected_workloads,
    nearest_workloads,
)
from svclint.kubernetes.targets.nearest_names import nearest_services
from svclint.kubernetes.targets.network_peers import (
    Peer,
    peer_places,
    peer_workloads,
    peers_of,
    policy_pods,
)
from svclint.kubernetes.targets.network_policies import (
    allows,
    opened_ports,
    opens_port,
    policies_on,
)
from svclint.kubernetes.targets.object_index import service_index
from svclint.kubernetes.targets.operators import is_made_by_operator
from svclint.kubernetes.targets.port_messages import is_target_port, lacks_port, place_of
from svclint.kubernetes.targets.probable_targets import (
    SuggestedWorkload,
    similarly_named_services,
    suggest_workload,
)
from svclint.kubernetes.targets.requests import requests_to
from svclint.kubernetes.targets.resolve import (
    SERVICE_LABEL,
    PortTargets,
    ServicePort,
    Target,
    endpoints_of,
    is_external_name,
    is_headless,
    is_mirrored,
    is_selecting_elsewhere,
    is_service,
    manual_endpoints,
    manual_ports,
    ports_of,
    resolve_target_port,
    selected_workloads,
    selector_of,
    slices_named,
    slices_of,
    targets_of,
)
from svclint.kubernetes.targets.routed import is_routed_to
from svclint.kubernetes.targets.selecting import selecting_services
from svclint.kubernetes.targets.similar_labels import similar_labels
from svclint.kubernetes.targets.similarity import is_likely_typo, is_similar
from svclint.kubernetes.targets.targets_json import targets_json
from svclint.kubernetes.targets.uncertainty import uncertainty

__all__ = [
    "BACKEND_KINDS",
    "CLASS_ANNOTATION",
    "CLUSTER_IP_KINDS",
    "DNS_CALLER_KINDS",
    "HOST_KINDS",
    "PARENT_KINDS",
    "SERVICE_LABEL",
    "Backend",
    "DnsCall",
    "HostPath",
    "Listener",
    "MissingPort",
    "Parent",
    "Peer",
    "PortTargets",
    "ServicePort",
    "SuggestedWorkload",
    "Target",
    "absent",
    "allows",
    "backend_namespaces",
    "backend_port",
    "backends_of",
    "callers",
    "classes_named",
    "covers",
    "dns_calls",
    "endpoints_of",
    "forget_resolved",
    "gateways_beside",
    "gateways_named",
    "governing_services",
    "has_classes",
    "host_path_index",
    "host_paths",
    "hosts_intersect",
    "ingress_class",
    "is_external_name",
    "is_headless",
    "is_host_served",
    "is_likely_typo",
    "is_made_by_operator",
    "is_mirrored",
    "is_one_application",
    "is_related",
    "is_routed_to",
    "is_selecting_elsewhere",
    "is_service",
    "is_similar",
    "is_target_port",
    "lacks_port",
    "listeners_of",
    "manual_endpoints",
    "manual_ports",
    "missing_ports",
    "monitored_services",
    "monitored_workloads",
    "named_listeners",
    "nearest_selected_workloads",
    "nearest_services",
    "nearest_workloads",
    "nearly_absent",
    "opened_ports",
    "opens_port",
    "parents_of",
    "peer_places",
    "peer_workloads",
    "peers_of",
    "place_of",
    "policies_on",
    "policy_pods",
    "ports_of",
    "requests_to",
    "resolve_target_port",
    "rule_hosts",
    "selected_workloads",
    "selecting_services",
    "selector_of",
    "service_index",
    "services_named",
    "services_of_workload",
    "similar_labels",
    "similarly_named_classes",
    "similarly_named_services",
    "slices_named",
    "slices_of",
    "suggest_workload",
    "takes_kind",
    "takes_namespace",
    "targets_json",
    "targets_of",
    "uncertainty",
]
