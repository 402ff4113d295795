"""Services and ports behind a DNS name, as far as the files tell them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from svclint import CheckRequest, check
from svclint.model import Severity

HEADLESS = """\
apiVersion: v1
kind: Service
metadata: {name: zk}
spec: {clusterIP: None, selector: {app: zk}, ports: [{port: 2888, targetPort: follower}]}
---
apiVersion: v1
kind: Pod
metadata: {name: zk-0, labels: {app: zk}}
spec:
  containers:
    - name: zk
      image: zk
      env: [{name: ZK_SERVERS, value: "zk:2888"}]
      ports: [{name: client, containerPort: 2181}, {name: PORT, containerPort: 2889}]
"""
WEB = """\
apiVersion: v1
kind: Service
metadata: {name: web-service, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {WEB_HOST: web}
"""
CALL = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: proxy}
data: {proxy.conf: "proxy_pass http://router.default.svc.cluster.local;"}
"""
ROUTER = """\
apiVersion: v1
kind: Service
metadata: {name: router, namespace: NAMESPACE}
spec: {selector: {app: router}, ports: [{port: 80}]}
"""


def rules_of(folder: Path, text: str) -> set[str]:
    (folder / "a.yaml").write_text(text)
    request = CheckRequest(paths=(str(folder),), use_config=False, select=("references",))
    return {finding.rule for finding in check(request).findings}


def test_a_port_whose_name_no_pod_declares_may_still_be_listened_on(tmp_path: Path) -> None:
    assert rules_of(tmp_path, HEADLESS) == {"target-port-name-missing"}
    elsewhere = HEADLESS.replace("name: PORT", "name: follower")
    assert "dns-name-port-missing" in rules_of(tmp_path, elsewhere)


def severities_of_missing(folder: Path) -> list[Severity]:
    select = ("dns-name-service-missing",)
    request = CheckRequest(paths=(str(folder),), use_config=False, select=select)
    return [finding.severity for finding in check(request).findings]


@pytest.mark.parametrize(
    ("change", "expected"),
    [("", Severity.WARNING), ("patches: [{path: rename.yaml}]", Severity.NOTE)],
)
def test_a_kustomization_may_name_the_service_like_its_workload(
    change: str, expected: Severity, tmp_path: Path
) -> None:
    (tmp_path / "web.yaml").write_text(WEB)
    (tmp_path / "kustomization.yaml").write_text(f"resources: [web.yaml]\n{change}\n")
    assert severities_of_missing(tmp_path) == [expected]


def test_a_service_of_another_deployment_is_not_missing(tmp_path: Path) -> None:
    for folder, text in (
        ("one", CALL + "---\n" + ROUTER.replace("NAMESPACE", "mesh")),
        ("other", ROUTER.replace("NAMESPACE", "default")),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "all.yaml").write_text(text)
        (tmp_path / folder / "kustomization.yaml").write_text("resources: [all.yaml]\n")
    assert severities_of_missing(tmp_path / "one") == [Severity.WARNING]
    assert severities_of_missing(tmp_path) == []


def test_the_name_of_a_pod_leads_to_any_port_of_it(tmp_path: Path) -> None:
    text = """\
apiVersion: v1
kind: Service
metadata: {name: queue}
spec: {selector: {app: queue}, ports: [{port: 9092}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: queue}
spec:
  serviceName: queue
  selector: {matchLabels: {app: queue}}
  template:
    metadata: {labels: {app: queue}}
    spec:
      containers:
        - name: queue
          image: queue
          env: [{name: VOTERS, value: "0@queue-0.queue.default.svc:9093"}]
"""
    rules = rules_of(tmp_path, text)
    assert {each for each in rules if each.startswith("dns-name")} == {"dns-name-pod-missing"}


@pytest.mark.parametrize(
    ("address", "is_missing"), [("stats:8125", False), ("http://stats:8125", True)]
)
def test_only_a_url_tells_the_protocol(address: str, is_missing: bool, tmp_path: Path) -> None:
    text = f"""\
apiVersion: v1
kind: Service
metadata: {{name: stats}}
spec: {{selector: {{app: stats}}, ports: [{{port: 8125, protocol: UDP}}]}}
---
apiVersion: v1
kind: Pod
metadata: {{name: client}}
spec: {{containers: [{{name: a, image: a, args: [--stats-address, "{address}"]}}]}}
"""
    assert ("dns-name-port-missing" in rules_of(tmp_path, text)) is is_missing


@pytest.mark.parametrize(
    ("key", "value", "is_reported"),
    [
        ("API_URL", "http://default.svc.cluster.local/v1", True),
        ("api_host", "default.svc.cluster.local", True),
        ("targets", "default.svc.cluster.local:80", True),
        # The domain of a namespace, as in a search list.
        ("domain", "default.svc.cluster.local", False),
        ("resolv.conf", "search default.svc.cluster.local svc.cluster.local cluster.local", False),
        # The names of a certificate.
        ("CERT_HOSTS", "web,web.default,web.default.svc,default.svc.cluster.local", False),
        ("tls-sans", "other.default.svc.cluster.local", False),
        ("openssl.cnf", "[alt_names]\nDNS.1 = other.default.svc.cluster.local\n", False),
        ("extensions", "subjectAltName=DNS:other.default.svc,DNS:default.svc.cluster.local", False),
        ("certificate_url", "http://other.default.svc.cluster.local", True),
        # A filter of Kyverno.
        ("filters", "[Secret,kyverno,kyverno-svc.kyverno.svc.*] [Pod,*,a.default.svc.b*]", False),
        ("names", "other.default.svc.", True),
    ],
)
def test_not_every_name_with_svc_is_called(
    key: str, value: str, is_reported: bool, tmp_path: Path
) -> None:
    settings = {"metadata": {"name": "a"}, "data": {key: value}}
    config_map = json.dumps({"apiVersion": "v1", "kind": "ConfigMap"} | settings)
    text = f"{ROUTER.replace('NAMESPACE', 'default')}---\n{config_map}\n"
    assert rules_of(tmp_path, text) == ({"dns-name-service-missing"} if is_reported else set())


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        ("--db-url=http://db, --db-port=4445", None),
        ("--db-host, db, --db-port, '4445'", None),
        ("--host=db, --port=4445", None),
        ("--db-url=http://db, --db-port=4446", "warning 68"),
        ("--db-url=http://db.default.svc/x", "warning 48"),
        ("/usr/bin/psql, -h, db, -p, '4446'", "warning 75"),
        ("psql, -p, '4446', -h, db", "warning 58"),
        ("psql, -h, db, -p, '-1'", None),
        ("mysql, -h, db, -p, '4446'", None),
        ("mysql, -h, db, -P, '4446'", "warning 67"),
        ("serve, -h, db, -p, '4446'", None),
        # The port is that of the process itself.
        ("--url=http://db:4445, --port=8080", None),
        ("--url=http://db.default.svc/x, --port=4445", "warning 48"),
    ],
)
def test_the_port_of_a_host_in_the_next_argument(
    tmp_path: Path, arguments: str, place: str | None
) -> None:
    text = f"""\
apiVersion: v1
kind: Service
metadata: {{name: db}}
spec: {{selector: {{app: db}}, ports: [{{port: 4445}}]}}
---
apiVersion: v1
kind: Pod
metadata: {{name: a}}
spec: {{containers: [{{name: a, image: a, args: [{arguments}]}}]}}
"""
    (tmp_path / "a.yaml").write_text(text)
    found = [
        f"{each.severity.name.lower()} {each.location.column}"
        for each in check(CheckRequest(paths=(str(tmp_path),), use_config=False)).findings
        if each.rule == "dns-name-port-missing"
    ]
    assert found == ([] if place is None else [place])
