"""Mistakes on the side of the pods and of the load balancer, planted into a small application.

Each is planted alone: a text of ``shop.yaml`` is replaced, and one rule must report it.
"""

# ruff: noqa: E501 - a mistake is one line
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command.runs import svclint

SHOP = (Path(__file__).parent / "shop.yaml").read_text(encoding="utf-8")
CANARY = """\
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: edge-canary, namespace: shop}
spec:
  selector: {matchLabels: {app: edge, track: canary}}
  template:
    metadata: {labels: {app: edge, track: canary}}
    spec: {containers: [{name: edge, image: edge, ports: [{containerPort: 8443, hostPort: 443}]}]}
"""
AWS = "service.beta.kubernetes.io/aws-load-balancer-"
# The text, its replacement, the rule that reports it, and how severe that is.
PLANTED = {
    "a probe names no port": ("path: /ready, port: http}", "path: /ready, port: htpp}", "probe-port-missing", "error"),
    "a preStop hook names no port": ("path: /stop, port: http}", "path: /stop, port: admin}", "probe-port-missing", "error"),
    "a liveness probe names a port of a sidecar": ("tcpSocket: {port: http}", "tcpSocket: {port: proxy}", "probe-port-missing", "error"),
    "the port of a probe is in quotes": ("path: /ready, port: http}", "path: /ready, port: \"8080\"}", "probe-port-missing", "error"),
    "a gRPC probe names a port": ("tcpSocket: {port: http}", "grpc: {port: http}", "probe-port-missing", "error"),
    "a scrape port has no quotes": ("labels: {app: frontend}}\n    spec", "labels: {app: frontend}, annotations: {prometheus.io/scrape: 'true', prometheus.io/port: 9102}}\n    spec", "scrape-port-missing", "error"),
    "a container port is out of range": ("containerPort: 9102", "containerPort: 91020", "container-port-invalid", "error"),
    "a port name is too long": ("name: metrics, containerPort", "name: prometheus-metrics, containerPort", "container-port-invalid", "error"),
    "two ports have one name": ("name: metrics, containerPort", "name: http, containerPort", "container-port-name-duplicate", "error"),
    "two containers have one port name": ("name: proxy, containerPort", "name: http, containerPort", "container-port-name-duplicate", "warning"),
    "two containers have one port": ("containerPort: 9901", "containerPort: 8000", "container-port-declared-twice", "warning"),
    "a selector does not match its template": ("selector: {matchLabels: {app: frontend}}", "selector: {matchLabels: {app: front}}", "workload-selector-mismatch", "error"),
    "a StatefulSet does not select its pods": ("selector: {matchLabels: {app: db}}", "selector: {matchLabels: {app: db, role: primary}}", "workload-selector-mismatch", "error"),
    "two DaemonSets want one host port": ("---\napiVersion: v1\nkind: Service\nmetadata: {name: edge,", f"{CANARY}---\napiVersion: v1\nkind: Service\nmetadata: {{name: edge,", "host-port-taken", "warning"),
    "a host port differs in the network of the host": ("      containers: [{name: edge", "      hostNetwork: true\n      containers: [{name: edge", "host-port-invalid", "error"),
    "a Service aims at the host port": ("targetPort: 8443}", "targetPort: 443}", "target-port-not-declared", "warning"),
    "a policy is about no pods": ("podSelector: {matchLabels: {app: api}}\n  policyTypes", "podSelector: {matchLabels: {app: apii}}\n  policyTypes", "network-policy-selects-nothing", "note"),
    "a peer selects nothing": ("from: [{podSelector: {matchLabels: {app: frontend}}}]", "from: [{podSelector: {matchLabels: {app: fronted}}}]", "network-policy-selects-nothing", "warning"),
    "a peer uses another key": ("from: [{podSelector: {matchLabels: {app: frontend}}}]", "from: [{podSelector: {matchLabels: {app.kubernetes.io/name: frontend}}}]", "network-policy-selects-nothing", "warning"),
    "ingress opens the Service port": ("ports: [{port: http}, {port: 9901}", "ports: [{port: 80}, {port: 9901}", "network-policy-shuts-port", "warning"),
    "ingress opens another protocol": ("{port: 8001, protocol: UDP}]\n---\napiVersion: networking", "{port: 8001}]\n---\napiVersion: networking", "network-policy-shuts-port", "warning"),
    "egress opens the Service port": ("ports: [{port: 8000}", "ports: [{port: 80}", "network-policy-egress-shuts-port", "warning"),
    "egress opens another protocol": ("ports: [{port: 8000}, {port: 8001, protocol: UDP}]", "ports: [{port: 8000}, {port: 8001}]", "network-policy-egress-shuts-port", "warning"),
    "a headless port differs": ("port: 5432, targetPort: sql", "port: 3306, targetPort: sql", "headless-port-differs", "warning"),
    "a StatefulSet names a Service without a selector": ("  clusterIP: None\n  selector: {app: db}\n", "  clusterIP: None\n", "stateful-set-service-without-selector", "warning"),
    "an ExternalName maps a port": ("{name: smtp, port: 587}", "{name: smtp, port: 25, targetPort: 587}", "external-name-port-ignored", "warning"),
    "a Service aims at an ending init container": ("          restartPolicy: Always\n", "", "target-port-name-missing", "error"),
    "a value is not of the enumeration": (f"{AWS}scheme: internal", f"{AWS}scheme: private", "annotation-value-invalid", "warning"),
    "JSON is broken": ("'{\"exposed_ports\": {\"443\": {}}}'", "'{\"exposed_ports\": {\"443\": {}}'", "annotation-value-invalid", "warning"),
    "a boolean has no quotes": ('enabled: "true"', "enabled: true", "wrong-type", "error"),
    "a key lacks a word": ("cross-zone-load-balancing-enabled", "cross-zone-enabled", "annotation-misspelt", "warning"),
    "a key lacks its end": ("metallb.io/allow-shared-ip: dns}\nspec:\n  type: LoadBalancer\n  loadBalancerSourceRanges: [198.51.100.0/24]\n  selector: {app: api}\n  ports: [{name: proxy", "metallb.io/allow-shared: dns}\nspec:\n  type: LoadBalancer\n  loadBalancerSourceRanges: [198.51.100.0/24]\n  selector: {app: api}\n  ports: [{name: proxy", "annotation-misspelt", "warning"),
    "sharing keys differ": ("allow-shared-ip: dns}\nspec:\n  type: LoadBalancer\n  loadBalancerSourceRanges: [198.51.100.0/24]\n  selector: {app: api}\n  ports: [{name: events", "allow-shared-ip: dns-udp}\nspec:\n  type: LoadBalancer\n  loadBalancerSourceRanges: [198.51.100.0/24]\n  selector: {app: api}\n  ports: [{name: events", "load-balancer-address-claimed-twice", "warning"),
    "one address and port are asked for twice": ("port: 53, targetPort: events, protocol: UDP", "port: 53, targetPort: proxy", "load-balancer-address-claimed-twice", "warning"),
    "no pool contains the address": ("addresses: [192.0.2.16/28]", "addresses: [192.0.2.32/28]", "load-balancer-address-outside-pool", "warning"),
    "instances are targets without node ports": ("nlb-target-type: ip", "nlb-target-type: instance", "node-ports-not-allocated", "warning"),
}  # fmt: skip


def reported(folder: Path, text: str, *more: str) -> list[Any]:
    file = folder / "shop.yaml"
    file.write_text(text, encoding="utf-8")
    done = svclint("check", "--format", "json", *more, file)
    found: list[Any] = json.loads(done.stdout)["findings"]
    return found


def test_the_application_itself_has_nothing_above_a_note(tmp_path: Path) -> None:
    assert {each["severity"] for each in reported(tmp_path, SHOP)} <= {"note"}


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_planted_mistake_is_reported(tmp_path: Path, mistake: str) -> None:
    old, new, rule, severity = PLANTED[mistake]
    assert SHOP.count(old) == 1, old
    found = reported(tmp_path, SHOP.replace(old, new))
    assert [each["severity"] for each in found if each["rule"] == rule][:1] == [severity]


def test_a_named_port_of_a_sidecar_needs_its_version(tmp_path: Path) -> None:
    found = reported(tmp_path, SHOP, "--kubernetes-version", "1.32")
    assert [each["rule"] for each in found if each["severity"] == "error"] == (
        2 * ["target-port-name-missing"]
    )


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("name: http, containerPort: 8080", "name: Http, containerPort: 8080", "container-port-invalid"),
        ("port: 80, targetPort: http}]", "port: 80, targetPort: Http}]", "target-port-name-invalid"),
        ("path: /ready, port: http}", "path: /ready, host: api, port: 81}", "probe-host-is-service"),
    ],
)  # fmt: skip
def test_one_fault_is_reported_once(tmp_path: Path, old: str, new: str, rule: str) -> None:
    found = reported(tmp_path, SHOP.replace(old, new, 1))
    assert {each["rule"] for each in found if each["severity"] in ("error", "warning")} == {rule}
