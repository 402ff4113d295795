"""NetworkPolicies, valid and invalid, to ask a kube-apiserver about.

Each part that can be wrong is in one policy alone; others are drawn with several parts. The first
entries of each tuple are sound.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

_DRAWN = 60
# A part that is drawn is sound this often, so that some policies with several parts are accepted.
_SOUND = 0.8
_LONG = "a" * 64
_IN = {"key": "tier", "operator": "In", "values": ["web", "api"]}
_WEB = {"podSelector": {"matchLabels": {"app": "web"}}}
_BLOCK = {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}

PEERS: tuple[Any, ...] = (
    _WEB,
    {"podSelector": {}},
    {"podSelector": {}, "namespaceSelector": {}},
    {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "shop"}}},
    {"ipBlock": _BLOCK},
    {"ipBlock": {"cidr": "0.0.0.0/0"}},
    {"ipBlock": {"cidr": "fd00::/8", "except": ["fd00:1::/32"]}},
    {},
    {**_WEB, "ipBlock": _BLOCK},
    {"namespaceSelector": {}, "ipBlock": {"cidr": "10.0.0.0/33"}},
    {"podSelector": {"matchLabels": {"app": "-web"}}, "ipBlock": _BLOCK},
    {"ipBlock": {}},
    {"ipBlock": {"cidr": ""}},
    {"ipBlock": {"cidr": "10.0.0.1"}},
    {"ipBlock": {"cidr": "10.0.0.0/33"}},
    {"ipBlock": {"cidr": "10.0.0.1/8"}},
    {"ipBlock": {"cidr": "010.0.0.0/8"}},
    {"ipBlock": {"cidr": "::ffff:10.0.0.0/104"}},
    {"ipBlock": {"cidr": "FD00::/8"}},
    {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.0.0.0/8"]}},
    {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["11.0.0.0/16"]}},
    {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.2.3/16"]}},
    {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0"]}},
    {"ipBlock": {"cidr": "10.0.0.0/8", "except": [""]}},
    {"ipBlock": {"cidr": "10.0.0.0/16", "except": ["10.0.0.0/8"]}},
    {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["fd00::/16"]}},
    {"ipBlock": {"cidr": "10.0.0.0/33", "except": ["10.1.0.0"]}},
    {"ipBlock": {"cidr": "10.0.0.0/8", "except": []}},
)
SELECTORS: tuple[Any, ...] = (
    {"matchExpressions": [_IN]},
    {"matchExpressions": [{**_IN, "operator": "Exists", "values": []}]},
    {"matchLabels": {"app": ""}},
    {"matchLabels": {"example.com/app": "web.1_a-B"}},
    {"matchLabels": {"app": "web server"}},
    {"matchLabels": {"app": _LONG}},
    {"matchLabels": {"-app": "web"}},
    {"matchLabels": {"": "web"}},
    {"matchLabels": {_LONG: "web"}},
    {"matchLabels": {"Example.com/app": "web"}},
    {"matchLabels": {"a/b/c": "web"}},
    {"matchLabels": {"-app": "-web"}},
    {"matchExpressions": [{"key": "tier", "operator": "In"}]},
    {"matchExpressions": [{**_IN, "operator": "Exists"}]},
    {"matchExpressions": [{**_IN, "operator": "in"}]},
    {"matchExpressions": [{**_IN, "operator": ""}]},
    {"matchExpressions": [{**_IN, "operator": "Gt"}]},
    {"matchExpressions": [{**_IN, "key": ""}]},
    {"matchExpressions": [{**_IN, "key": "a b"}]},
    {"matchExpressions": [{**_IN, "values": ["web", "a b"]}]},
    {"matchExpressions": [{**_IN, "operator": "NotIn", "values": []}]},
    {"matchExpressions": [{**_IN, "operator": "DoesNotExist", "values": ["-"]}]},
)
PORTS: tuple[Any, ...] = (
    {"port": 80},
    {},
    {"protocol": "UDP"},
    {"protocol": "SCTP", "port": 5},
    {"port": "http"},
    {"port": 80, "endPort": 90},
    {"port": 80, "endPort": 80},
    {"port": 0},
    {"port": -1},
    {"port": 65536},
    {"port": "80"},
    {"port": ""},
    {"port": "Http"},
    {"port": "a-port-name-too-long"},
    {"port": "1-2"},
    {"port": "a--b"},
    {"protocol": "tcp", "port": 80},
    {"protocol": "ICMP"},
    {"protocol": "", "port": 80},
    {"port": 80, "endPort": 79},
    {"port": 80, "endPort": 65536},
    {"port": 80, "endPort": 0},
    {"port": 80, "endPort": -5},
    {"port": "http", "endPort": 90},
    {"endPort": 90},
    {"port": 70000, "endPort": 80},
    {"port": 70000, "endPort": 70001},
    {"port": "Http", "protocol": "icmp", "endPort": 70000},
)
TYPES: tuple[Any, ...] = (
    [],
    ["Ingress"],
    ["Ingress", "Egress"],
    ["Egress", "Egress"],
    ["ingress"],
    [""],
    ["Ingress", "egress"],
    ["Ingress", "Egress", "Ingress"],
    ["Both"],
)


def network_policies() -> Iterator[str]:
    """Yield manifests in JSON, the same in every run."""
    for peer in PEERS:
        yield _manifest({"podSelector": {}, "ingress": [{"from": [peer]}]})
    for selector in SELECTORS:
        yield _manifest({"podSelector": selector})
        yield _manifest({"podSelector": {}, "ingress": [{"from": [{"podSelector": selector}]}]})
    for port in PORTS:
        yield _manifest({"podSelector": {}, "egress": [{"ports": [port]}]})
    for types in TYPES:
        yield _manifest({"podSelector": {}, "policyTypes": types})
    random = Random(20)
    for _ in range(_DRAWN):
        yield _manifest(_drawn(random))


def _drawn(random: Random) -> dict[str, Any]:
    spec: dict[str, Any] = {"podSelector": _part(random, SELECTORS)}
    for direction, field in (("ingress", "from"), ("egress", "to")):
        spec[direction] = [
            {
                field: [_part(random, PEERS) for _ in range(random.randint(0, 2))],
                "ports": [_part(random, PORTS) for _ in range(random.randint(0, 2))],
            }
            for _ in range(random.randint(0, 2))
        ]
    spec["policyTypes"] = _part(random, TYPES)
    return spec


def _part(random: Random, known: tuple[Any, ...]) -> Any:
    return random.choice(known[:4] if random.random() < _SOUND else known)


def _manifest(spec: dict[str, Any]) -> str:
    metadata = {"name": "web", "namespace": "default"}
    policy = {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy"}
    return json.dumps({**policy, "metadata": metadata, "spec": spec})
