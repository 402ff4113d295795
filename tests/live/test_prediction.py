"""A real server does what svclint predicts for an apply."""

from __future__ import annotations

import json
from typing import Any

import pytest
from svclint.engine.run_rules import RuleCrash
from svclint.kubernetes.live.snapshot import claims_of
from svclint.kubernetes.merge.apply_options import CLIENT, REPLACE, SERVER, ApplyOptions
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model.addresses import parse_cidr
from svclint.model.cluster import ClusterFacts
from svclint.model.networks import Networks
from svclint.rule.registry import all_rules
from svclint.source.document import Chunk, Document

from tests.engine_runs import checked_apply
from tests.live.control_plane import ApiServer
from tests.live.stored_fields import differences, leaves

Data = dict[str, Any]
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
WAYS = (CLIENT, SERVER, REPLACE)
PORT = {"name": "http", "port": 80, "protocol": "TCP"}
SELECTOR = {"app": "web"}
SPECS: dict[str, Data] = {
    "cluster-ip": {"selector": SELECTOR, "ports": [PORT]},
    "vip": {"clusterIP": "10.3.251.194", "selector": SELECTOR, "ports": [PORT]},
    "other-vip": {"clusterIP": "10.3.251.195", "selector": SELECTOR, "ports": [PORT]},
    "node-port": {"type": "NodePort", "selector": SELECTOR, "ports": [PORT]},
    "fixed-node-port": {
        "type": "NodePort",
        "selector": SELECTOR,
        "ports": [{**PORT, "nodePort": 30321}],
    },
    "load-balancer": {
        "type": "LoadBalancer",
        "externalTrafficPolicy": "Local",
        "loadBalancerSourceRanges": ["10.0.0.0/8"],
        "selector": SELECTOR,
        "ports": [PORT],
    },
    "load-balancer-class": {
        "type": "LoadBalancer",
        "loadBalancerClass": "example.com/a",
        "selector": SELECTOR,
        "ports": [PORT],
    },
    "external-name": {"type": "ExternalName", "externalName": "db.example.com"},
    "headless": {"clusterIP": "None", "selector": SELECTOR, "ports": [PORT]},
    "two-ports": {"selector": SELECTOR, "ports": [PORT, {"name": "dns", "port": 53}]},
    "udp": {"selector": SELECTOR, "ports": [{"name": "http", "port": 80, "protocol": "UDP"}]},
    "affinity": {"sessionAffinity": "ClientIP", "selector": SELECTOR, "ports": [PORT]},
    "broken": {"selector": SELECTOR, "ports": [{"name": "http", "port": 70000}]},
}
PAIRS = [(old, new) for old in SPECS if old != "broken" for new in SPECS]


def manifest(namespace: str, spec: str) -> Data:
    metadata = {"name": "web", "namespace": namespace, "labels": {"spec": spec}}
    return {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": SPECS[spec]}


def facts_of(server: ApiServer, namespace: str) -> ClusterFacts:
    parsed = parse_cidr("10.3.240.0/20")
    assert parsed is not None
    items = server.request("GET", "/api/v1/services").body["items"]
    live = [{"apiVersion": "v1", "kind": "Service", **item} for item in items]
    claims = claims_of(Document(Chunk("live", "", 1), item) for item in live)
    return ClusterFacts((1, 36), Networks((parsed[1],)), namespace=namespace, claims=claims)


def predicted(
    data: Data, live: Data | None, how: str, facts: ClusterFacts
) -> tuple[Prediction[Any] | None, bool]:
    """Predict an apply; return the result and whether it is rejected."""
    document = Document(Chunk("web.yaml", json.dumps(data), 1), data)
    apply_options = ApplyOptions(how, is_forced=True)
    prediction, found = checked_apply(document, live, apply_options, all_rules(), facts)
    assert not [item for item in found if isinstance(item, RuleCrash)]
    answers = [item.server for item in found if not isinstance(item, RuleCrash)]
    return prediction, any(answer and answer.outcome == "reject" for answer in answers)


def apply(server: ApiServer, data: Data, how: str, prediction: Prediction[Any] | None) -> Any:
    """Apply a manifest like kubectl."""
    namespace = data["metadata"]["namespace"]
    services = f"/api/v1/namespaces/{namespace}/services"
    path = f"{services}/web"
    if how == SERVER:
        query = "fieldManager=kubectl&force=true&fieldValidation=Strict"
        return server.request("PATCH", f"{path}?{query}", data, "application/apply-patch+yaml")
    if how == REPLACE:
        return server.request("PUT", f"{path}?fieldValidation=Strict", data)
    patch = prediction.merge.patch if prediction else {}
    query = "fieldManager=kubectl-client-side-apply&fieldValidation=Strict"
    kind = "application/strategic-merge-patch+json"
    return server.request("PATCH", f"{path}?{query}", patch, kind)


def create(server: ApiServer, data: Data, how: str) -> Data:
    """Store the first version in the same way as the change."""
    namespace = data["metadata"]["namespace"]
    services = f"/api/v1/namespaces/{namespace}/services"
    if how == SERVER:
        answer = apply(server, data, how, None)
    else:
        annotations = {LAST_APPLIED: json.dumps(data) + "\n"} if how == CLIENT else {}
        first = {**data, "metadata": {**data["metadata"], "annotations": annotations}}
        answer = server.request("POST", services, first)
    assert answer.status in (200, 201), answer.body
    stored: Data = {"apiVersion": "v1", "kind": "Service", **answer.body}
    return stored


def values_of_spec(data: Data) -> dict[str, Any]:
    """Return the values of a spec by their paths."""
    return dict(leaves(data["spec"]))


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize(("old", "new"), PAIRS, ids=[f"{old}-{new}" for old, new in PAIRS])
def test_an_edit_comes_to_what_was_predicted(
    apiserver: ApiServer, namespace: str, old: str, new: str, how: str
) -> None:
    live = create(apiserver, manifest(namespace, old), how)
    facts, data = facts_of(apiserver, namespace), manifest(namespace, new)
    prediction, is_refused = predicted(data, live, how, facts)
    answer = apply(apiserver, data, how, prediction)
    assert is_refused == (answer.status >= 400), answer.body
    if not is_refused:
        assert prediction is not None
        assert differences(values_of_spec(answer.body), values_of_spec(prediction.after)) == {}


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("spec", [name for name in SPECS if name != "broken"])
def test_applying_what_is_stored_is_predicted_to_change_nothing(
    apiserver: ApiServer, namespace: str, spec: str, how: str
) -> None:
    data = manifest(namespace, spec)
    live = create(apiserver, data, how)
    prediction, is_refused = predicted(data, live, how, facts_of(apiserver, namespace))
    assert not is_refused
    assert prediction is not None
    assert [c for c in prediction.changes if c.path[:1] == ("spec",)] == []
    answer = apply(apiserver, data, how, prediction)
    assert answer.status == 200
    assert answer.body["spec"] == live["spec"]


@pytest.mark.parametrize("spec", SPECS)
def test_a_create_comes_to_what_was_predicted(
    apiserver: ApiServer, namespace: str, spec: str
) -> None:
    data = manifest(namespace, spec)
    prediction, is_refused = predicted(data, None, CLIENT, facts_of(apiserver, namespace))
    answer = apiserver.request("POST", f"/api/v1/namespaces/{namespace}/services", data)
    assert is_refused == (answer.status >= 400)
    if prediction is not None and not is_refused:
        assert values_of_spec(prediction.after).keys() == values_of_spec(answer.body).keys()
