"""A fault of a base stays there where the patches of overlays have not taken away what fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.real_tools import KUSTOMIZES, only
from tests.render.real_trees import findings, write

_BASE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
  - name: http
    port: 80
    targetPort: 8082
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web, tier: front}}
    spec:
      containers:
      - name: proxy
        image: proxy
        ports:
        - {name: https, containerPort: 8443}
      - name: web
        image: web
        ports:
        - {name: metrics, containerPort: 9090}
"""
_IMAGE = "image: web:2"
_PORT = "ports: [{name: health, containerPort: 8081}]"
_RENAMED = "ports: [{name: numbers, containerPort: 9090}]"


def _overlay(container: str) -> str:
    return f"""\
resources: [../base]
patches:
- patch: |
    apiVersion: apps/v1
    kind: Deployment
    metadata: {{name: web}}
    spec:
      template:
        spec:
          containers:
          - name: web
            {container}
"""


@pytest.fixture(autouse=True, params=KUSTOMIZES)
def tool(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make one tool the only one."""
    only(monkeypatch, tmp_path / "tools", request.param)


@pytest.fixture
def base(work: Path) -> Path:
    """Return a tree whose base has a Service with a port that its pods do not have."""
    write(work, {"base/kustomization.yaml": "resources: [web.yaml]\n", "base/web.yaml": _BASE})
    return work


def _places(rule: str) -> list[tuple[str, int]]:
    found = [each for each in findings() if each["rule"] == rule]
    return [(each["file"].removeprefix("./"), each["line"]) for each in found]


@pytest.mark.parametrize("container", [_IMAGE, _PORT, _RENAMED])
def test_a_number_that_no_patch_has_taken_away(base: Path, container: str) -> None:
    overlays = {f"{name}/kustomization.yaml": _overlay(container) for name in ("one", "two")}
    write(base, overlays)
    assert _places("target-port-not-declared") == [("base/web.yaml", 9)]


def test_a_name_that_no_patch_has_taken_away(base: Path) -> None:
    write(base, {"base/web.yaml": _BASE.replace("targetPort: 8082", "targetPort: http")})
    write(base, {"one/kustomization.yaml": _overlay(_RENAMED)})
    assert _places("target-port-name-missing") == [("base/web.yaml", 9)]


def test_a_label_that_no_patch_has_taken_away(base: Path) -> None:
    write(base, {"base/web.yaml": _BASE.replace("selector: {app: web}", "selector: {app: wbe}", 1)})
    patch = """\
resources: [../base]
patches:
- patch: |
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec: {template: {metadata: {labels: {tier: back}}}}
"""
    write(base, {"one/kustomization.yaml": patch})
    assert _places("selector-matches-nothing") == [("base/web.yaml", 5)]


def test_a_number_that_a_patch_has_changed(base: Path) -> None:
    write(base, {"base/web.yaml": _BASE.replace("targetPort: 8082", "targetPort: 9090")})
    other = "ports: [{$patch: replace}, {name: metrics, containerPort: 9091}]"
    write(base, {"one/kustomization.yaml": _overlay(other)})
    assert _places("target-port-not-declared") == [("one/kustomization.yaml", 12)]
