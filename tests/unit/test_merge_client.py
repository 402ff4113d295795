"""Client-side apply: kubectl's patch, and its result on the server."""

from __future__ import annotations

import json

import pytest
from svclint.kubernetes.merge.client_side import LAST_APPLIED, go_json, merge_client
from svclint.kubernetes.merge.errors import MergeError
from svclint.kubernetes.merge.strategic_patch import apply_patch
from svclint.kubernetes.service.update_steps import SERVICE_STEPS
from svclint.model import Data
from svclint.model.cluster import Version

TYPES = SERVICE_STEPS.types((1, 36))


def service(spec: Data, **metadata: object) -> Data:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web", "namespace": "default"} | metadata,
        "spec": spec,
    }


def live(spec: Data, last: Data | None = None, **metadata: object) -> Data:
    """Return a live object that was last applied with the spec ``last``."""
    if last is None:
        return service(spec, **metadata)
    text = json.dumps(service(last, **metadata))
    return service(spec, **metadata | {"annotations": {LAST_APPLIED: text}})


def merged(spec: Data, before: Data) -> Data:
    found: Data = merge_client(service(spec), before, TYPES, "default", (1, 35)).merged["spec"]
    return found


def test_a_field_is_removed_only_if_it_was_applied_before() -> None:
    before = live({"clusterIP": "10.0.0.1", "type": "NodePort"}, {"type": "NodePort"})
    assert merged({}, before) == {"clusterIP": "10.0.0.1"}


def test_without_an_annotation_nothing_is_removed() -> None:
    assert merged({}, live({"type": "NodePort"})) == {"type": "NodePort"}


def test_null_removes_what_was_never_applied() -> None:
    assert merged({"selector": None}, live({"selector": {"a": "b"}}, {})) == {}


def test_a_selector_is_merged_key_by_key() -> None:
    before = live({"selector": {"a": "1", "by": "hand"}}, {"selector": {"a": "1"}})
    assert merged({"selector": {"b": "2"}}, before) == {"selector": {"by": "hand", "b": "2"}}


def test_ports_are_merged_by_number_and_keep_the_order_of_the_manifest() -> None:
    alien = {"port": 9090, "protocol": "TCP", "name": "by-hand"}
    first = {"port": 80, "protocol": "TCP", "name": "http", "nodePort": 30080}
    before = live({"ports": [first, alien]}, {"ports": [{"port": 80, "name": "http"}]})
    after = merged({"ports": [{"port": 443, "name": "tls"}, {"port": 80, "name": "web"}]}, before)
    assert after["ports"] == [
        {"port": 443, "name": "tls"},
        {"port": 80, "protocol": "TCP", "name": "web", "nodePort": 30080},
        alien,
    ]


def test_a_twin_of_another_protocol_is_dropped() -> None:
    udp = {"name": "dns", "port": 53, "protocol": "UDP"}
    tcp = {"name": "dns-tcp", "port": 53, "protocol": "TCP"}
    assert merged({"ports": [udp, tcp]}, live({"ports": [udp]}, {"ports": [udp]}))["ports"] == [udp]


def test_lists_without_a_merge_key_are_replaced_whole() -> None:
    before = live({"externalIPs": ["1.2.3.4", "5.6.7.8"]}, {"externalIPs": ["1.2.3.4"]})
    assert merged({"externalIPs": ["9.9.9.9"]}, before) == {"externalIPs": ["9.9.9.9"]}


def test_finalizers_are_merged_as_a_set() -> None:
    before = live({}, {}, finalizers=["x/old"])
    before["metadata"]["finalizers"] = ["x/alien", "x/old"]
    merge = merge_client(service({}, finalizers=["x/new"]), before, TYPES, "default", (1, 35))
    assert merge.patch["metadata"]["$deleteFromPrimitiveList/finalizers"] == ["x/old"]
    assert merge.merged["metadata"]["finalizers"] == ["x/new", "x/alien"]


def test_kubectl_sends_nothing_where_nothing_differs() -> None:
    manifest = service({"ports": [{"port": 80}]})
    before = merge_client(
        manifest, service({"ports": [{"port": 80}]}), TYPES, "default", (1, 35)
    ).merged
    assert merge_client(manifest, before, TYPES, "default", (1, 35)).patch == {}


@pytest.mark.parametrize(("version", "stored"), [((1, 32), {}), ((1, 33), {"a": "1", "b": ""})])
def test_one_null_among_the_annotations_drops_all_up_to_kubectl_1_32(
    version: Version, stored: Data
) -> None:
    manifest = service({}, annotations={"a": "1", "b": None})
    after = merge_client(manifest, service({}), TYPES, "default", version).merged
    annotations = after["metadata"]["annotations"]
    assert {key: annotations[key] for key in annotations if key != LAST_APPLIED} == stored


@pytest.mark.parametrize(
    ("ports", "words"),
    [
        ([{"name": "a"}], "no 'port'"),
        (
            [
                {"port": 80, "name": "a"},
                {"port": 53, "name": "b"},
                {"port": 80, "name": "c", "protocol": "UDP"},
            ],
            "order",
        ),
    ],
)
def test_kubectl_gives_up(ports: list[Data], words: str) -> None:
    before = live({"ports": [{"port": 80, "name": "a"}]}, {"ports": [{"port": 80, "name": "a"}]})
    with pytest.raises(MergeError, match=words):
        merge_client(service({"ports": ports}), before, TYPES, "default", (1, 35))


def test_an_annotation_that_is_no_json_is_refused() -> None:
    before = service({}, annotations={LAST_APPLIED: "{"})
    with pytest.raises(MergeError, match="last-applied"):
        merge_client(service({}), before, TYPES, "default", (1, 35))


def test_a_patch_may_delete_a_port_by_its_number() -> None:
    patch = {"spec": {"ports": [{"port": 80, "$patch": "delete"}]}}
    spec = apply_patch({"spec": {"ports": [{"port": 80}, {"port": 443}]}}, patch, TYPES)
    assert spec == {"spec": {"ports": [{"port": 443}]}}


def test_json_is_spelt_as_go_spells_it() -> None:
    assert go_json({"b": "<&>", "a": [1, True, None, "ü"]}) == (
        '{"a":[1,true,null,"ü"],"b":"\\u003c\\u0026\\u003e"}'
    )
