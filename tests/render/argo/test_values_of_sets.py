"""Values in the template of an ApplicationSet stand in the line in which they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.flux.test_helm_releases import CHART
from tests.render.real_tools import only
from tests.render.real_trees import places, write

_SET = """\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: web, namespace: argocd}
spec:
  goTemplate: true
  generators:
  - list:
      elements: [{name: one, type: ClusterIP}, {name: two, type: Odd}]
  template:
    metadata: {name: "{{ .name }}"}
    spec:
      destination: {namespace: shop}
      source:
        repoURL: https://git.example.com/shop.git
        path: charts/web
        helm:
%s
"""
_OBJECT = """\
          valuesObject:
            service:
              # The port of the Service.
              port: 81
              type: "{{ .type }}"
"""
_TEXT = _OBJECT.replace("valuesObject:", "values: |")


@pytest.mark.parametrize("values", [_OBJECT, _TEXT])
def test_a_value_that_a_set_fills_in_has_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, values: str
) -> None:
    only(monkeypatch, tmp_path / "tools", "helm3", "kustomize")
    (tmp_path / "tree" / ".git").mkdir(parents=True)
    write(tmp_path / "tree", {**CHART, "argo/web.yaml": _SET % values})
    monkeypatch.chdir(tmp_path / "tree")
    assert places("type-unsupported") == [("argo/web.yaml", 21, 21)]
