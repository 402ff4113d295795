"""A port that a NetworkPolicy shuts stands where an overlay or a values file has changed a half."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.real_tools import only
from tests.render.real_trees import places, write

_RULE = "network-policy-shuts-port"
_SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
    - port: 80
      targetPort: %s
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec: {containers: [{name: web, image: web}]}
"""
_POLICY = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress:
    - from: [{podSelector: {}}]
      ports:
        - port: 53
          protocol: UDP
        - port: %s
"""
_OVERLAY = """\
resources: [../base]
patches:
  - target: {kind: %s}
    patch: |
      - op: replace
        path: %s
        value: 9090
"""


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("NetworkPolicy", "/spec/ingress/0/ports/1/port"),
        ("Service", "/spec/ports/0/targetPort"),
    ],
)
def test_a_patch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: Path, kind: str, path: str
) -> None:
    only(monkeypatch, tmp_path / "tools", "kustomize")
    base = {"kustomization.yaml": "resources: [web.yaml, policy.yaml]\n"}
    write(work / "base", base | {"web.yaml": _SERVICE % 8080, "policy.yaml": _POLICY % 8080})
    write(work / "over", {"kustomization.yaml": _OVERLAY % (kind, path)})
    assert places(_RULE) == [("over/kustomization.yaml", 7, 16)]


def test_a_fault_of_the_base_is_no_fault_of_a_patch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: Path
) -> None:
    only(monkeypatch, tmp_path / "tools", "kustomize")
    base = {"kustomization.yaml": "resources: [web.yaml, policy.yaml]\n"}
    write(work / "base", base | {"web.yaml": _SERVICE % 8080, "policy.yaml": _POLICY % 80})
    overlay = _OVERLAY % ("NetworkPolicy", "/spec/ingress/0/ports/0/port")
    write(work / "over", {"kustomization.yaml": overlay})
    assert places(_RULE) == [("base/web.yaml", 8, 19)]


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ("policy: 9090\n", ("ci/own-values.yaml", 1, 9)),
        ("target: 9090\n", ("ci/own-values.yaml", 1, 9)),
    ],
)
def test_a_values_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    work: Path,
    values: str,
    place: tuple[str, int, int],
) -> None:
    only(monkeypatch, tmp_path / "tools", "helm3")
    chart = {
        "Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
        "values.yaml": "target: 8080\npolicy: 8080\n",
        "ci/own-values.yaml": values,
        "templates/web.yaml": _SERVICE % "{{ .Values.target }}",
        "templates/policy.yaml": _POLICY % "{{ .Values.policy }}",
    }
    write(work, chart)
    assert places(_RULE) == [place]
