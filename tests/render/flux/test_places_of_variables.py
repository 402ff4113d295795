"""Values that Flux substitutes: what needs quotes, and labels that a variable gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.real_tools import only
from tests.render.real_trees import findings, places, write

_SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    example.com/port: %s
spec:
  selector:
    app: ${application}
  publishNotReadyAddresses: ${ready}
  ports: [{port: 80}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec: {containers: [{name: web, image: web, ports: [{containerPort: 80}]}]}
"""
_KUSTOMIZATION = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  prune: true
  path: ./apps
  sourceRef: {kind: GitRepository, name: flux-system}
  postBuild:
    substitute:
      quote: '"'
      port: "8080"
      application: %s
      ready: "%s"
"""


@pytest.fixture
def tree(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    only(monkeypatch, tmp_path / "tools", "kustomize")
    write(work, {"apps/kustomization.yaml": "resources: [web.yaml]\n"})
    return work


def _write(tree: Path, port: str, application: str = "web", ready: str = "true") -> None:
    kustomization = _KUSTOMIZATION % (application, ready)
    write(tree, {"apps/web.yaml": _SERVICE % port, "clusters/apps.yaml": kustomization})


def test_quotes_around_a_variable_make_no_string(tree: Path) -> None:
    _write(tree, '"${port}"')
    (found,) = [each for each in findings() if each["rule"] == "wrong-type"]
    assert (found["file"].removeprefix("./"), found["line"]) == ("apps/web.yaml", 6)
    assert found["remedy"].startswith("write ${quote}${port}${quote}, with `quote: '\"'`")
    way = [(Path(each["file"]).as_posix(), each["line"]) for each in found["source"]["through"]]
    assert ("clusters/apps.yaml", 12) in way


def test_the_remedy_is_right(tree: Path) -> None:
    _write(tree, "${quote}${port}${quote}")
    assert places("wrong-type") == []


def test_a_value_of_another_type_stands_where_it_is_written(tree: Path) -> None:
    _write(tree, "none", ready="1")
    assert places("wrong-type") == [("clusters/apps.yaml", 14, 14)]


def test_the_only_label_of_a_selector_is_that_of_a_variable(tree: Path) -> None:
    _write(tree, "none", application="wbe")
    assert places("selector-matches-nothing") == [("clusters/apps.yaml", 13, 20)]
