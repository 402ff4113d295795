"""A fault that a Service of a base and a patched workload make up stands in the patch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.render.real_tools import KUSTOMIZES, only
from tests.render.real_trees import findings, write

_SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
  - name: http
    port: 80
    targetPort: http
"""
_PODS = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: web
        ports:
        - name: http
          containerPort: 8080
      - name: log
        image: log
"""
_INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  defaultBackend: {service: {name: web, port: {name: http}}}
"""
_TARGET = "- target: {kind: %s}\n  patch: |\n"
_REMOVED = """\
    - op: replace
      path: /spec/template/spec/containers/0/image
      value: web:2
    - op: remove
      path: /spec/template/spec/containers/0/ports/0
"""
_RENAMED = """\
    - op: replace
      path: /spec/template/spec/containers/0/ports/0/name
      value: web
"""
_MERGED = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - name: web
        ports:
        - {name: other, containerPort: 8080}
"""
_DELETED = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - name: web
        $patch: delete
"""


@pytest.fixture(params=KUSTOMIZES)
def tree(
    request: pytest.FixtureRequest, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return a tree with a base without faults."""
    only(monkeypatch, tmp_path / "tools", request.param)
    write(
        work,
        {
            "base/kustomization.yaml": "resources: [web.yaml, pods.yaml, ingress.yaml]\n",
            "base/web.yaml": _SERVICE,
            "base/pods.yaml": _PODS,
            "base/ingress.yaml": _INGRESS,
        },
    )
    return work


def _found(tree: Path, rule: str, patches: str, file: str = "") -> dict[str, Any]:
    overlay = f"resources: [../base]\npatches:\n{patches}"
    write(tree, {"over/kustomization.yaml": overlay, "over/p.yaml": file})
    (found,) = [each for each in findings() if each["rule"] == rule]
    return found


def _place(found: dict[str, Any]) -> tuple[str, int]:
    return found["file"].removeprefix("./"), found["line"]


def _way(found: dict[str, Any]) -> list[tuple[str, int]]:
    return [(each["file"].removeprefix("./"), each["line"]) for each in found["source"]["through"]]


@pytest.mark.parametrize(("patch", "line"), [(_REMOVED, 8), (_RENAMED, 7)])
def test_a_json_patch_of_the_pods(tree: Path, patch: str, line: int) -> None:
    found = _found(tree, "target-port-name-missing", _TARGET % "Deployment" + patch)
    assert _place(found) == ("over/kustomization.yaml", line)
    assert ("base/web.yaml", 9) in _way(found)
    assert found["source"]["key"] == "patches"
    assert found["source"]["proven"]
    assert not found["fix"]


@pytest.mark.parametrize(("patch", "line"), [(_MERGED, 10), (_DELETED, 8)])
def test_a_merged_patch_of_the_pods(tree: Path, patch: str, line: int) -> None:
    write(tree, {"base/pods.yaml": f"{_PODS}        ports: [{{name: l, containerPort: 1}}]\n"})
    found = _found(tree, "target-port-name-missing", "- path: p.yaml\n", patch)
    assert _place(found) == ("over/p.yaml", line)
    assert _way(found)[0] == ("over/kustomization.yaml", 3)
    assert ("base/web.yaml", 9) in _way(found)


def test_a_patch_of_something_else_is_no_cause(tree: Path) -> None:
    write(tree, {"base/web.yaml": _SERVICE.replace("targetPort: http", "targetPort: htpp")})
    image = _REMOVED.partition("    - op: remove")[0]
    found = _found(tree, "target-port-name-missing", _TARGET % "Deployment" + image)
    assert _place(found) == ("base/web.yaml", 9)


def test_a_fault_in_a_patch_stays_there(tree: Path) -> None:
    own = "    - op: replace\n      path: /spec/ports/0/targetPort\n      value: htpp\n"
    patches = _TARGET % "Service" + own + _TARGET % "Deployment" + _RENAMED
    found = _found(tree, "target-port-name-missing", patches)
    assert _place(found) == ("over/kustomization.yaml", 7)


def test_the_port_of_a_service_that_an_ingress_names(tree: Path) -> None:
    own = "    - op: replace\n      path: /spec/ports/0/name\n      value: web\n"
    found = _found(tree, "backend-port-missing", _TARGET % "Service" + own)
    assert _place(found) == ("over/kustomization.yaml", 7)
    assert ("base/ingress.yaml", 5) in _way(found)
    # The remedy of the rule is about the Ingress: "web" is written here already.
    assert found["remedy"] == "correct this value, or write web in ./base/ingress.yaml:5"


def test_the_port_of_a_service_that_a_variable_names(tree: Path) -> None:
    write(tree, {"base/pods.yaml": _PODS + "        env: [{name: URL, value: 'http://web:80/'}]\n"})
    own = "    - op: replace\n      path: /spec/ports/0/port\n      value: 81\n"
    found = _found(tree, "dns-name-port-missing", _TARGET % "Service" + own)
    assert _place(found) == ("over/kustomization.yaml", 7)


def test_the_labels_of_pods(tree: Path) -> None:
    own = """\
    - op: replace
      path: /spec/template/metadata/labels/app
      value: webb
    - op: replace
      path: /spec/selector/matchLabels/app
      value: webb
"""
    found = _found(tree, "selector-matches-nothing", _TARGET % "Deployment" + own)
    assert _place(found) == ("over/kustomization.yaml", 7)
    assert ("base/web.yaml", 5) in _way(found)


def test_the_ports_of_a_container_that_a_probe_names(tree: Path) -> None:
    probe = "        readinessProbe: {httpGet: {port: http}}\n"
    pods = _PODS.replace("        image: web\n", f"        image: web\n{probe}")
    write(tree, {"base/pods.yaml": pods})
    found = _found(tree, "probe-port-missing", _TARGET % "Deployment" + _RENAMED)
    assert _place(found) == ("over/kustomization.yaml", 7)
    assert ("base/pods.yaml", 12) in _way(found)


@pytest.mark.parametrize(
    ("patch", "line"),
    [
        ("      path: /spec/template/spec/containers/0/ports/0/protocol\n      value: UDP\n", 7),
        (
            (
                "      path: /spec/template/spec/containers/0/ports\n"
                "      value: [{name: http, containerPort: 8080, protocol: UDP}]\n"
            ),
            7,
        ),
    ],
)
@pytest.mark.parametrize("protocol", ["", "    protocol: TCP\n"])
def test_the_protocol_of_a_container_port(tree: Path, patch: str, line: int, protocol: str) -> None:
    pods = _PODS.replace("containerPort: 8080", "containerPort: 8080\n          protocol: TCP")
    write(tree, {"base/web.yaml": _SERVICE + protocol, "base/pods.yaml": pods})
    patches = _TARGET % "Deployment" + "    - op: replace\n" + patch
    found = _found(tree, "target-port-protocol-differs", patches)
    assert _place(found) == ("over/kustomization.yaml", line)
    assert ("base/web.yaml", 10 if protocol else 9) in _way(found)


def test_the_protocol_of_another_port_is_no_cause(tree: Path) -> None:
    """The base is wrong already; the patch removes another port with the protocol."""
    other = "        - {name: other, containerPort: 9090}\n      - name: log"
    pods = _PODS.replace("8080\n      - name: log", f"8080\n          protocol: UDP\n{other}")
    write(tree, {"base/web.yaml": f"{_SERVICE}    protocol: TCP\n", "base/pods.yaml": pods})
    removed = "    - {op: remove, path: /spec/template/spec/containers/0/ports/1}\n"
    found = _found(tree, "target-port-protocol-differs", _TARGET % "Deployment" + removed)
    assert _place(found) == ("base/web.yaml", 10)


def test_a_service_that_is_made_headless(tree: Path) -> None:
    own = "    - op: add\n      path: /spec/clusterIP\n      value: None\n"
    found = _found(tree, "backend-is-headless", _TARGET % "Service" + own)
    assert _place(found) == ("over/kustomization.yaml", 7)
    assert ("base/ingress.yaml", 5) in _way(found)


def test_the_labels_of_pods_that_a_policy_selects(tree: Path) -> None:
    policy = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web}
spec:
  podSelector: {matchLabels: {app: web}}
"""
    write(tree, {"base/web.yaml": policy})
    own = """\
    - op: replace
      path: /spec/template/metadata/labels/app
      value: webb
    - op: replace
      path: /spec/selector/matchLabels/app
      value: webb
"""
    found = _found(tree, "network-policy-selects-nothing", _TARGET % "Deployment" + own)
    assert _place(found) == ("over/kustomization.yaml", 7)
