"""Server-side apply: ownership, removal, conflicts, and migration from client-side apply."""

from __future__ import annotations

from typing import Any

import pytest
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.merge.client_side import LAST_APPLIED
from svclint.kubernetes.merge.errors import MergeError
from svclint.kubernetes.merge.field_sets import read_managers, spell_path
from svclint.kubernetes.merge.server_side import apply_again, merge_server
from svclint.kubernetes.service.update_steps import SERVICE_STEPS
from svclint.model import Data, Finding
from svclint.model.cluster import ClusterFacts
from svclint.rule.registry import all_rules
from svclint.source.document import Chunk, Document

from tests.engine_runs import checked_apply

VERSION = (1, 36)
TYPES = SERVICE_STEPS.types(VERSION)
KUBECTL, FLUX = ApplyOptions("server"), ApplyOptions("server", "flux")
HTTP = {"name": "http", "port": 80, "protocol": "TCP", "targetPort": 80}
DNS = {"name": "dns", "port": 53, "protocol": "UDP", "targetPort": 53}
DNS_TCP = {"name": "dns-tcp", "port": 53, "protocol": "TCP", "targetPort": 53}


def manager(name: str, fields: Data, operation: str = "Apply") -> Data:
    return {"manager": name, "operation": operation, "apiVersion": "v1", "fieldsV1": fields}


def port_fields(*ports: Data) -> Data:
    items: Data = {}
    for port in ports:
        key = f'k:{{"port":{port["port"]},"protocol":"{port["protocol"]}"}}'
        items[key] = {".": {}, "f:port": {}, "f:protocol": {}, "f:name": {}}
    return {"f:spec": {"f:ports": items}}


def live(spec: Data, *entries: Data, **metadata: Any) -> Data:
    names: Data = {"name": "web", "namespace": "default", "managedFields": list(entries)}
    return {"apiVersion": "v1", "kind": "Service", "metadata": names | metadata, "spec": spec}


def manifest(spec: Data) -> Data:
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": spec}


def test_ports_are_keyed_by_number_and_protocol() -> None:
    before = live({"ports": [DNS]}, manager("kubectl", port_fields(DNS)))
    merge = merge_server(manifest({"ports": [DNS, DNS_TCP]}), before, TYPES, KUBECTL, VERSION)
    assert merge.merged["spec"]["ports"] == [DNS, DNS_TCP]


def test_a_port_without_a_protocol_is_a_tcp_port() -> None:
    before = live({"ports": [DNS_TCP]}, manager("other", port_fields(DNS_TCP)))
    merge = merge_server(
        manifest({"ports": [{"port": 53, "name": "dns"}]}), before, TYPES, KUBECTL, VERSION
    )
    assert merge.merged["spec"]["ports"] == [DNS_TCP | {"name": "dns"}]


def test_what_this_manager_applied_and_leaves_out_is_removed() -> None:
    before = live({"ports": [HTTP, DNS]}, manager("kubectl", port_fields(HTTP, DNS)))
    merge = merge_server(manifest({"ports": [HTTP]}), before, TYPES, KUBECTL, VERSION)
    assert merge.merged["spec"]["ports"] == [HTTP]


def test_what_another_manager_applied_as_well_stays() -> None:
    mine, other = manager("kubectl", port_fields(DNS)), manager("flux", port_fields(DNS))
    merge = merge_server(
        manifest({"ports": [HTTP]}),
        live({"ports": [DNS]}, mine, other),
        TYPES,
        KUBECTL,
        VERSION,
    )
    assert merge.merged["spec"]["ports"] == [DNS, HTTP]


def test_what_nobody_applied_stays() -> None:
    before = live({"type": "NodePort", "ports": [HTTP]}, manager("kubectl", port_fields(HTTP)))
    merge = merge_server(manifest({}), before, TYPES, KUBECTL, VERSION)
    assert merge.merged["spec"] == {"type": "NodePort"}


def test_a_selector_is_taken_whole() -> None:
    before = live({"selector": {"a": "1"}}, manager("kubectl", {"f:spec": {"f:selector": {}}}))
    merge = merge_server(manifest({"selector": {"b": "2"}}), before, TYPES, KUBECTL, VERSION)
    assert merge.merged["spec"]["selector"] == {"b": "2"}


def test_a_change_of_anothers_field_is_a_conflict_by_name() -> None:
    other = manager("hpa", port_fields(HTTP), "Update")
    changed = HTTP | {"name": "web"}
    merge = merge_server(
        manifest({"ports": [changed]}),
        live({"ports": [HTTP]}, other),
        TYPES,
        KUBECTL,
        VERSION,
    )
    ((holder, paths),) = merge.conflicts
    assert str(holder) == '"hpa" using v1'
    assert [spell_path(path) for path in paths] == ['.spec.ports[port=80,protocol="TCP"].name']


def test_writing_the_same_value_is_no_conflict() -> None:
    other = manager("hpa", port_fields(HTTP), "Update")
    merge = merge_server(
        manifest({"ports": [HTTP]}), live({"ports": [HTTP]}, other), TYPES, KUBECTL, VERSION
    )
    assert merge.conflicts == ()


def test_without_managed_fields_every_change_is_a_conflict() -> None:
    merge = merge_server(
        manifest({"type": "NodePort"}), live({"type": "ClusterIP"}), TYPES, KUBECTL, VERSION
    )
    assert [holder.name for holder, _ in merge.conflicts] == ["before-first-apply"]


@pytest.mark.parametrize(
    "broken",
    [
        manifest({"ports": [HTTP, HTTP]}),
        manifest({"ports": [None]}),
        manifest({}) | {"metadata": {"name": "web", "finalizers": ["x/a", "x/a"]}},
        manifest({}) | {"metadata": {"name": "web", "managedFields": []}},
    ],
)
def test_the_server_refuses_what_it_cannot_key(broken: Data) -> None:
    with pytest.raises(MergeError):
        merge_server(broken, live({}), TYPES, KUBECTL, VERSION)


@pytest.mark.parametrize("field_manager", ["kubectl", "argocd-controller"])
def test_kubectl_hands_over_what_client_side_apply_managed_and_applies_again(
    field_manager: str,
) -> None:
    annotations = {LAST_APPLIED: "{}"}
    fields: Data = port_fields(HTTP, DNS)
    fields["f:metadata"] = {"f:annotations": {f"f:{LAST_APPLIED}": {}}}
    entry = manager("kubectl-client-side-apply", fields, "Update")
    before = live({"ports": [HTTP, DNS]}, entry, annotations=annotations)
    wanted = manifest({"ports": [HTTP]})
    options = KUBECTL._replace(manager=field_manager)
    first = merge_server(wanted, before, TYPES, options, VERSION)
    assert first.merged["spec"]["ports"] == [HTTP, DNS]
    assert first.migrated is not None
    second = apply_again(wanted, first.merged, TYPES, first.migrated, field_manager, VERSION)
    assert second["spec"]["ports"] == [HTTP]
    # Only under its own name does kubectl keep the annotation.
    kept = annotations if field_manager == "kubectl" else None
    assert second["metadata"].get("annotations") == kept


def test_another_manager_hands_nothing_over() -> None:
    entry = manager("kubectl-client-side-apply", port_fields(HTTP), "Update")
    assert (
        merge_server(manifest({}), live({"ports": [HTTP]}, entry), TYPES, FLUX, VERSION).migrated
        is None
    )


def test_managed_fields_are_read() -> None:
    fields: Data = {"f:metadata": {"f:finalizers": {".": {}, 'v:"x/a"': {}}}} | port_fields(HTTP)
    managers = read_managers([manager("kubectl", fields), {"manager": "none"}])
    ((who, paths),) = managers.items()
    assert who.name == "kubectl"
    assert sorted(map(spell_path, paths)) == [
        ".metadata.finalizers",
        '.metadata.finalizers[="x/a"]',
        '.spec.ports[port=80,protocol="TCP"]',
        '.spec.ports[port=80,protocol="TCP"].name',
        '.spec.ports[port=80,protocol="TCP"].port',
        '.spec.ports[port=80,protocol="TCP"].protocol',
    ]


def test_an_address_twice_in_an_endpoint_is_refused_also_of_a_new_object() -> None:
    endpoint = {"addresses": ["192.0.2.1", "192.0.2.2", "192.0.2.1"]}
    data: Data = {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {"name": "web-1"},
        "addressType": "IPv4",
        "endpoints": [endpoint],
    }
    document = Document(Chunk("web.yaml", "", 1), data)
    _, by_server = checked_apply(document, None, KUBECTL, all_rules(), ClusterFacts(VERSION))
    _, by_client = checked_apply(
        document, None, ApplyOptions("client"), all_rules(), ClusterFacts(VERSION)
    )
    assert [each.rule for each in by_server if isinstance(each, Finding)] == ["apply-refused"]
    assert by_client == []
