"""An unknown value of a Service is not held against the objects that refer to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint import CheckRequest, check

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: api, labels: {app: api}}
spec:
  clusterIP: 10.0.0.9
  selector: {app: api}
  ports: [{name: web, port: 8080}]
"""
OTHERS = """\
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: api}
spec: {defaultBackend: {service: {name: api, port: {number: 80}}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: api}
spec:
  serviceName: api
  replicas: 3
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
        - name: api
          image: api
          env:
            - {name: URL, value: "http://api:81/"}
            - {name: POD_URL, value: "http://api-0.api.default.svc:82/"}
          ports: [{name: web, containerPort: 9090}]
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: api}
spec: {selector: {matchLabels: {app: api}}, endpoints: [{port: metrics}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: api}
spec: {podSelector: {matchLabels: {app: api}}, ingress: [{ports: [{port: 9999}]}]}
"""
ALL = {
    *("backend-port-missing", "stateful-set-service-not-headless", "dns-name-port-missing"),
    *("dns-name-pod-missing", "monitor-port-missing", "network-policy-shuts-port"),
    "target-port-not-declared",
}
OF_PORTS = {
    *("backend-port-missing", "dns-name-port-missing", "monitor-port-missing"),
    *("network-policy-shuts-port", "target-port-not-declared"),
}


@pytest.mark.parametrize("value", ["${X}", "$(X)", "<x>", "__X__"])
@pytest.mark.parametrize(
    ("written", "pattern", "hidden"),
    [
        ("8080", "%s", OF_PORTS),
        ("[{name: web, port: 8080}]", "%s", OF_PORTS),
        ("10.0.0.9", "%s", {*ALL} - OF_PORTS | {"dns-name-port-missing"}),
        ("name: api, labels: {app: api}", "name: api, labels: %s", {"monitor-port-missing"}),
        ("selector: {app: api}", "selector: %s", {"network-policy-shuts-port"}),
    ],
)
def test_what_depends_on_an_unknown_value_is_not_reported(
    value: str, written: str, pattern: str, hidden: set[str], tmp_path: Path
) -> None:
    assert rules_of(tmp_path, SERVICE) >= ALL
    found = rules_of(tmp_path, SERVICE.replace(written, pattern % f'"{value}"'))
    assert hidden.isdisjoint(found)
    assert found <= ALL


def rules_of(folder: Path, service: str) -> set[str]:
    (folder / "all.yaml").write_text(service + OTHERS)
    request = CheckRequest(paths=(str(folder),), use_config=False, select=("references",))
    return {each.rule for each in check(request).findings}


def test_numbers_that_stand_for_a_placeholder_are_not_quoted(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(SERVICE.replace("8080", '"${X}"') + OTHERS)
    request = CheckRequest(paths=(str(tmp_path),), use_config=False)
    assert not any("20001" in each.message for each in check(request).findings)
