"""Targets: the pods and ports that a Service reaches, the objects that refer to it, and typos."""

from svclint.kubernetes.targets.absence import (
    SERVICES_OF_CLUSTERS,
    absent,
    is_managed,
    nearly_absent,
)
from svclint.kubernetes.targets.backend import Backend, backend_port
from svclint.kubernetes.targets.backends import (
    BACKEND_KINDS,
    CLUSTER_IP_KINDS,
    backend_namespaces,
    backends_of,
    callers,
    services_named,
)
from svclint.kubernetes.targets.calls_by_service import calls_to, documents_with_hosts
from svclint.kubernetes.targets.declared_ports import UndeclaredPort, undeclared_port
from svclint.kubernetes.targets.dns_calls import (
    DNS_CALLER_KINDS,
    DnsCall,
    dns_calls,
    services_of_workload,
    services_selecting,
    workload_defined,
)
from svclint.kubernetes.targets.forgetting import forget_resolved
from svclint.kubernetes.targets.gateways import (
    PARENT_KINDS,
    Listener,
    Parent,
    gateways_beside,
    gateways_named,
    gateways_of,
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
    host_path_index,
    host_paths,
    ingress_class,
    is_host_served,
    rule_hosts,
    wildcard_of,
)
from svclint.kubernetes.targets.ingress_classes import (
    classes_named,
    has_classes,
    similarly_named_classes,
)
from svclint.kubernetes.targets.istio import (
    Destination,
    declared_hosts,
    destination_rules,
    destinations_of,
    subsets_of,
)
from svclint.kubernetes.targets.labels_of_states import is_selecting_state
from svclint.kubernetes.targets.monitors import (
    governing_services,
    is_of_prometheus_operator,
    monitored_ingresses,
    monitored_ports,
    monitored_services,
    monitored_workloads,
    monitors,
)
from svclint.kubernetes.targets.named_ports import (
    MissingPort,
    is_one_application,
    is_related,
    missing_ports,
    nearest_selected_workloads,
    nearest_workloads,
)
from svclint.kubernetes.targets.namespaces import NAMESPACE_LABEL
from svclint.kubernetes.targets.nearest_names import nearest_services
from svclint.kubernetes.targets.object_index import service_index
from svclint.kubernetes.targets.operators import is_label_of_operator, is_made_by_operator
from svclint.kubernetes.targets.other_halves import containers_of, labels_of, ports_field_of
from svclint.kubernetes.targets.port_messages import (
    is_target_port,
    lacks_port,
    listed_ports,
    place_of,
)
from svclint.kubernetes.targets.probable_targets import (
    similarly_named_services,
    suggest_workload,
)
from svclint.kubernetes.targets.probed_ports import probed_numbers, probed_ports
from svclint.kubernetes.targets.releases import is_of_release
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
from svclint.kubernetes.targets.routed import calling_objects, is_routed_to
from svclint.kubernetes.targets.selecting import selecting_services
from svclint.kubernetes.targets.similar_labels import label_instead, similar_labels
from svclint.kubernetes.targets.similarity import is_likely_typo, is_meant, is_similar
from svclint.kubernetes.targets.targets_json import targets_json
from svclint.kubernetes.targets.uncertainty import uncertainty
from svclint.kubernetes.targets.unknown_fields import (
    is_unknown,
    may_be_headless,
    may_have_any_port,
    may_have_selector,
)

__all__ = [
    "BACKEND_KINDS",
    "CLASS_ANNOTATION",
    "CLUSTER_IP_KINDS",
    "DNS_CALLER_KINDS",
    "HOST_KINDS",
    "NAMESPACE_LABEL",
    "PARENT_KINDS",
    "SERVICES_OF_CLUSTERS",
    "SERVICE_LABEL",
    "Backend",
    "Destination",
    "DnsCall",
    "HostPath",
    "Listener",
    "MissingPort",
    "Parent",
    "PortTargets",
    "ServicePort",
    "Target",
    "UndeclaredPort",
    "absent",
    "backend_namespaces",
    "backend_port",
    "backends_of",
    "callers",
    "calling_objects",
    "calls_to",
    "classes_named",
    "containers_of",
    "declared_hosts",
    "destination_rules",
    "destinations_of",
    "dns_calls",
    "documents_with_hosts",
    "endpoints_of",
    "forget_resolved",
    "gateways_beside",
    "gateways_named",
    "gateways_of",
    "governing_services",
    "has_classes",
    "host_path_index",
    "host_paths",
    "hosts_intersect",
    "ingress_class",
    "is_external_name",
    "is_headless",
    "is_host_served",
    "is_label_of_operator",
    "is_likely_typo",
    "is_made_by_operator",
    "is_managed",
    "is_meant",
    "is_mirrored",
    "is_of_prometheus_operator",
    "is_of_release",
    "is_one_application",
    "is_related",
    "is_routed_to",
    "is_selecting_elsewhere",
    "is_selecting_state",
    "is_service",
    "is_similar",
    "is_target_port",
    "is_unknown",
    "label_instead",
    "labels_of",
    "lacks_port",
    "listed_ports",
    "listeners_of",
    "manual_endpoints",
    "manual_ports",
    "may_be_headless",
    "may_have_any_port",
    "may_have_selector",
    "missing_ports",
    "monitored_ingresses",
    "monitored_ports",
    "monitored_services",
    "monitored_workloads",
    "monitors",
    "named_listeners",
    "nearest_selected_workloads",
    "nearest_services",
    "nearest_workloads",
    "nearly_absent",
    "parents_of",
    "place_of",
    "ports_field_of",
    "ports_of",
    "probed_numbers",
    "probed_ports",
    "requests_to",
    "resolve_target_port",
    "rule_hosts",
    "selected_workloads",
    "selecting_services",
    "selector_of",
    "service_index",
    "services_named",
    "services_of_workload",
    "services_selecting",
    "similar_labels",
    "similarly_named_classes",
    "similarly_named_services",
    "slices_named",
    "slices_of",
    "subsets_of",
    "suggest_workload",
    "takes_kind",
    "takes_namespace",
    "targets_json",
    "targets_of",
    "uncertainty",
    "undeclared_port",
    "wildcard_of",
    "workload_defined",
]
