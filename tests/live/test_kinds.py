"""A real server does what svclint predicts for an update of each other kind of the Service API."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest
from svclint.engine.run_rules import RuleCrash
from svclint.kubernetes.kinds import kind_of
from svclint.kubernetes.merge.apply_options import CLIENT, REPLACE, SERVER, ApplyOptions
from svclint.kubernetes.merge.client_side import LAST_APPLIED
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Data
from svclint.model.cluster import ClusterFacts
from svclint.rule.registry import all_rules
from svclint.source.document import Chunk, Document

from tests.conformance.updates import comparable
from tests.engine_runs import checked_apply
from tests.live.control_plane import ApiServer

NETWORKING, DISCOVERY = "networking.k8s.io/v1", "discovery.k8s.io/v1"


class Resource(NamedTuple):
    """A kind with its plural name in URLs, and states that an object of it has one after another.

    Each state is the object without apiVersion, kind and metadata.
    """

    api_version: str
    kind: str
    plural: str
    states: tuple[Data, ...]


def ingress(port: Data, *hosts: str, **spec: Any) -> Data:
    backend = {"service": {"name": "web", "port": port}}
    return {"spec": {"defaultBackend": backend, "rules": [{"host": h} for h in hosts], **spec}}


def endpoint_slice(address_type: str, *addresses: str, **fields: Any) -> Data:
    endpoints = [{"addresses": [address]} for address in addresses]
    return {"addressType": address_type, "endpoints": endpoints, **fields}


def parent(name: str) -> Data:
    return {"spec": {"parentRef": {"resource": "things", "name": name}}}


RESOURCES = (
    Resource(
        *(NETWORKING, "Ingress", "ingresses"),
        (
            ingress({"number": 80}, "a.example.com"),
            ingress({"name": "http"}, "b.example.com"),
            ingress({"number": 80}, "a.example.com", tls=[{"hosts": ["a.example.com"]}]),
            ingress({"number": 0}),
        ),
    ),
    Resource(
        *(NETWORKING, "IngressClass", "ingressclasses"),
        (
            {"spec": {"controller": "example.com/a"}},
            {"spec": {"controller": "example.com/a", "parameters": {"kind": "K", "name": "n"}}},
            {"spec": {"controller": "example.com/b"}},
        ),
    ),
    Resource(
        *(DISCOVERY, "EndpointSlice", "endpointslices"),
        (
            endpoint_slice("IPv4", "10.1.2.3", ports=[{"port": 80}]),
            endpoint_slice("IPv4", "10.1.2.4", "10.1.2.3", ports=[{"name": "http", "port": 80}]),
            endpoint_slice("IPv4", "127.0.0.1"),
            endpoint_slice("IPv6", "fd00::1"),
            {"addressType": "IPv4", "endpoints": [{"addresses": ["10.1.2.3", "10.1.2.3"]}]},
        ),
    ),
    Resource(
        *("v1", "Endpoints", "endpoints"),
        (
            {"subsets": [{"addresses": [{"ip": "10.1.2.3"}], "ports": [{"port": 80}]}]},
            {"subsets": [{"addresses": [{"ip": "10.1.2.4"}, {"ip": "10.1.2.3"}]}]},
            {"subsets": [{"addresses": [{"ip": "127.0.0.1"}]}]},
            {"subsets": [{}]},
        ),
    ),
    Resource(
        *(NETWORKING, "ServiceCIDR", "servicecidrs"),
        (
            {"spec": {"cidrs": ["10.97.0.0/16"]}},
            {"spec": {"cidrs": ["10.97.0.0/16", "fd00:97::/112"]}},
            {"spec": {"cidrs": ["10.98.0.0/16"]}},
            {"spec": {"cidrs": []}},
        ),
    ),
    Resource(*(NETWORKING, "IPAddress", "ipaddresses"), (parent("a"), parent("b"), {"spec": {}})),
)
STEPS = [
    pytest.param(resource, old, new, id=f"{resource.kind}-{old}-{new}")
    for resource in RESOURCES
    for old in (0, 1)
    for new in range(len(resource.states))
]


def manifest(resource: Resource, namespace: str, state: int) -> Data:
    name = "10.77.0.1" if resource.kind == "IPAddress" else namespace
    metadata: Data = {"name": name, "labels": {"state": str(state)}}
    if resource.kind not in ("IngressClass", "ServiceCIDR", "IPAddress"):
        metadata["namespace"] = namespace
    named = {"apiVersion": resource.api_version, "kind": resource.kind, "metadata": metadata}
    return named | resource.states[state]


def path_of(resource: Resource, data: Data) -> str:
    root = "/apis/" if "/" in resource.api_version else "/api/"
    namespace = data["metadata"].get("namespace")
    within = f"/namespaces/{namespace}" if namespace else ""
    return f"{root}{resource.api_version}{within}/{resource.plural}"


def apply(
    server: ApiServer, path: str, data: Data, how: str, prediction: Prediction[Any] | None
) -> Any:
    """Apply a manifest like kubectl."""
    path = f"{path}/{data['metadata']['name']}"
    if how == SERVER:
        query = "fieldManager=kubectl&force=true&fieldValidation=Strict"
        return server.request("PATCH", f"{path}?{query}", data, "application/apply-patch+yaml")
    if how == REPLACE:
        return server.request("PUT", f"{path}?fieldValidation=Strict", data)
    assert prediction is not None
    query = "fieldManager=kubectl-client-side-apply&fieldValidation=Strict"
    kind = "application/strategic-merge-patch+json"
    return server.request("PATCH", f"{path}?{query}", prediction.merge.patch, kind)


def create(server: ApiServer, path: str, data: Data, how: str) -> Data:
    """Store the first state in the same way as the update."""
    if how == SERVER:
        answer = apply(server, path, data, how, None)
    else:
        annotations = {LAST_APPLIED: json.dumps(data) + "\n"} if how == CLIENT else {}
        first = {**data, "metadata": {**data["metadata"], "annotations": annotations}}
        answer = server.request("POST", path, first)
    assert answer.status in (200, 201), answer.body
    stored: Data = {"apiVersion": data["apiVersion"], "kind": data["kind"], **answer.body}
    return stored


@pytest.mark.parametrize("how", [CLIENT, SERVER, REPLACE])
@pytest.mark.parametrize(("resource", "old", "new"), STEPS)
def test_an_update_comes_to_what_was_predicted(  # noqa: PLR0917 - fixtures
    apiserver: ApiServer, namespace: str, resource: Resource, old: int, new: int, how: str
) -> None:
    assert kind_of(resource.api_version, resource.kind) is not None
    before, data = (manifest(resource, namespace, state) for state in (old, new))
    path = path_of(resource, data)
    live = create(apiserver, path, before, how)
    try:
        document = Document(Chunk("web.yaml", json.dumps(data), 1), data)
        facts, options = (
            ClusterFacts((1, 36), namespace=namespace),
            ApplyOptions(how, is_forced=True),
        )
        prediction, found = checked_apply(document, live, options, all_rules(), facts)
        assert not [item for item in found if isinstance(item, RuleCrash)]
        servers = [item.server for item in found if not isinstance(item, RuleCrash)]
        refused = {each.field for each in servers if each and each.outcome == "reject"}
        answer = apply(apiserver, path, data, how, prediction)
        causes = (answer.body.get("details") or {}).get("causes") or ()
        assert {cause["field"] for cause in causes} <= refused
        assert bool(refused) == (answer.status >= 400), answer.body
        if not refused:
            assert prediction is not None
            stored = {**answer.body, "apiVersion": data["apiVersion"], "kind": data["kind"]}
            assert comparable(prediction.after, "", set()) == comparable(stored, "", set())
    finally:
        apiserver.request("DELETE", f"{path}/{data['metadata']['name']}")
        if resource.kind == "ServiceCIDR":
            # Nothing but the controller removes its finalizer.
            name = f"{path}/{data['metadata']['name']}"
            released = {"metadata": {"finalizers": None}}
            apiserver.request("PATCH", name, released, "application/merge-patch+json")
