"""Pods use names of Services, but NetworkPolicies open no connection to the DNS."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.host_names import config_map_references
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.network_policies import workloads_without_dns
from svclint.kubernetes.reference_limit import count_found
from svclint.kubernetes.targets import DnsCall, dns_calls
from svclint.kubernetes.workloads import Workload
from svclint.model import Report, Severity
from svclint.model.data import mapping
from svclint.rule import reference_rule
from svclint.source import Document

_OF_CLUSTER = (None, "ClusterFirst", "ClusterFirstWithHostNet")


@reference_rule("network-policy-shuts-dns", Severity.WARNING, since="0.1", kinds=("NetworkPolicy",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """Pods use names of Services, but NetworkPolicies open no connection to the DNS."""
    for workload in workloads_without_dns(document, inventory):
        name = _name_used(workload, inventory)
        if not name or _may_be_opened_elsewhere(document, inventory):
            continue
        is_all = inventory.is_closed(document, ("NetworkPolicy",))
        yield Report(
            ("spec", "egress"),
            f"egress does not open port 53, so {workload} cannot resolve {name}"
            + ("" if is_all else ", unless a policy outside the checked files opens it"),
            "allow port 53 (UDP and TCP) to the pods of the DNS, in namespace kube-system",
            at_key=True,
        )
        return


def _may_be_opened_elsewhere(policy: Document, inventory: Inventory) -> bool:
    """Return whether another deployment has policies, or no file defines some objects."""
    policies = inventory.of_kind("networking.k8s.io", "NetworkPolicy")
    count_found(len(policies))
    return inventory.is_open(policy) or any(
        not inventory.are_together(each, policy) and inventory.may_complete(each, policy)
        for each in policies
    )


def _name_used(workload: Workload, inventory: Inventory) -> str:
    """Return a name of a Service that pods resolve, with its place; empty if there is none."""
    document = workload.document
    path = inventory.pod_template_path(document) or ()
    if document.value((*path, "spec", "dnsPolicy")) not in _OF_CLUSTER:
        return ""
    for call in dns_calls(document, inventory):
        if _is_resolved(call):
            return _shown(call, document)
    for reference in config_map_references(mapping(document.value((*path, "spec")))):
        for config_map in inventory.find(document, "", "ConfigMap", reference.name):
            for call in dns_calls(config_map, inventory):
                if reference.key in ("", call.value.key) and _is_resolved(call):
                    return _shown(call, config_map)
    return ""


def _is_resolved(call: DnsCall) -> bool:
    """Return whether a name is surely one of a Service, and the pods resolve it."""
    return call.is_found and call.mention.is_sure and not call.is_of_probe


def _shown(call: DnsCall, document: Document) -> str:
    place, _ = document.locate(call.value.path)
    return f'"{call.mention.host}" ({place.file}:{place.line})'
