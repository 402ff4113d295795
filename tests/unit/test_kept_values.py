"""What the API server tolerates of a live object, although it refuses it in a new one."""

from __future__ import annotations

from typing import Any

import pytest
from svclint.engine.run_rules import RuleCrash
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.model import Data
from svclint.model.cluster import ClusterFacts, Version
from svclint.rule.registry import all_rules
from svclint.source.document import Chunk, Document

from tests.engine_runs import checked_apply

METADATA = {"name": "web", "namespace": "default"}


def ingress(spec: Data) -> Data:
    kind = {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress"}
    return {**kind, "metadata": METADATA, "spec": spec}


def endpoint_slice(*addresses: str, address_type: str = "IPv4") -> Data:
    return {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": METADATA,
        "addressType": address_type,
        "endpoints": [{"addresses": [each]} for each in addresses],
    }


def endpoints(*addresses: str) -> Data:
    subset = {"addresses": [{"ip": each} for each in addresses]}
    return {"apiVersion": "v1", "kind": "Endpoints", "metadata": METADATA, "subsets": [subset]}


def backend(name: str) -> Data:
    return {"service": {"name": name, "port": {"number": 80}}}


def secret(name: str) -> Data:
    return ingress({"defaultBackend": backend("web"), "tls": [{"secretName": name}]})


def rule(host: str, path: str) -> Data:
    paths = [{"path": path, "pathType": "Exact", "backend": backend("web")}]
    return ingress({"rules": [{"host": host, "http": {"paths": paths}}]})


def refusals(manifest: Data, live: Data, version: Version = (1, 37)) -> set[str]:
    """Return the fields for which the server refuses to replace a live object."""
    document = Document(Chunk("web.json", "", 1), manifest)
    options, facts = ApplyOptions("replace"), ClusterFacts(version)
    _, found = checked_apply(document, live, options, all_rules(), facts)
    assert not any(isinstance(each, RuleCrash) for each in found)
    servers = (each.server for each in found if not isinstance(each, RuleCrash))
    return {each.field for each in servers if each is not None and each.outcome == "reject"}


@pytest.mark.parametrize(
    ("manifest", "live", "fields"),
    [
        (secret("No Name"), secret("No Name"), set()),
        (secret("No Name"), secret("Another"), set()),
        (secret("No Name"), secret("fine"), {"spec.tls[0].secretName"}),
        (rule("*.example.com", "x"), rule("*.example.com", "x"), set()),
        (
            rule("*.example.com", "x"),
            rule("*.example.com", "/x"),
            {"spec.rules[0].http.paths[0].path"},
        ),
        (
            rule("example.com", "x"),
            rule("example.com", "x"),
            {"spec.rules[0].http.paths[0].path"},
        ),
        (endpoint_slice("010.1.2.3"), endpoint_slice("010.1.2.3"), set()),
        (
            endpoint_slice("10.1.2.3", "010.1.2.3"),
            endpoint_slice("10.1.2.4"),
            {"endpoints[1].addresses[0]"},
        ),
        (endpoints("010.1.2.3"), endpoints("010.1.2.3"), set()),
        (
            endpoints("010.1.2.3", "10.1.2.3"),
            endpoints("010.1.2.3"),
            {"subsets[0].addresses[0].ip"},
        ),
    ],
)
def test_what_the_live_object_has_is_tolerated(manifest: Any, live: Any, fields: set[str]) -> None:
    assert refusals(manifest, live) == fields


@pytest.mark.parametrize(
    ("version", "live", "is_tolerated"),
    [
        ((1, 33), "1st", False),
        ((1, 34), "1st", True),
        ((1, 35), "first", False),
        ((1, 36), "first", True),
    ],
)
def test_a_service_name_with_a_digit(version: Version, live: str, is_tolerated: bool) -> None:
    before, after = (ingress({"defaultBackend": backend(name)}) for name in (live, "2nd"))
    fields = set() if is_tolerated else {"spec.defaultBackend.service.name"}
    assert refusals(after, before, version) == fields


def test_before_1_33_endpoints_are_always_validated() -> None:
    loopback = endpoint_slice("127.0.0.1")
    assert refusals(loopback, loopback, (1, 33)) == set()
    assert refusals(loopback, loopback, (1, 32)) == {"endpoints[0].addresses[0]"}


def test_a_service_cidr_is_validated_only_if_a_network_is_added() -> None:
    def service_cidr(*cidrs: str) -> Data:
        kind = {"apiVersion": "networking.k8s.io/v1", "kind": "ServiceCIDR"}
        return {**kind, "metadata": {"name": "more"}, "spec": {"cidrs": list(cidrs)}}

    first, other = "10.97.0.0/16", "10.98.0.1/16"
    assert refusals(service_cidr(other), service_cidr(other)) == set()
    added = refusals(service_cidr(first, other), service_cidr(first))
    assert added == {"spec.cidrs", "spec.cidrs[1]"}
