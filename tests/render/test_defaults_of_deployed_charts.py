"""A chart that an object of the tree deploys is checked with the values of that object."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.flux.test_helm_releases import CHART
from tests.render.real_tools import only
from tests.render.real_trees import findings, places, write

_APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  destination: {namespace: shop}
  source:
    repoURL: https://git.example.com/shop.git
    path: charts/web
    helm: {valuesObject: {service: {port: 81}}}
"""
_VALUES = "charts/web/values.yaml"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tree with a chart that an Application deploys."""
    only(monkeypatch, tmp_path / "tools", "helm3", "kustomize")
    folder = tmp_path / "tree"
    (folder / ".git").mkdir(parents=True)
    write(folder, {**CHART, "argo/web.yaml": _APPLICATION})
    monkeypatch.chdir(folder)
    return folder


def test_a_default_that_no_deployment_uses_is_not_checked(tree: Path) -> None:
    write(tree, {_VALUES: "service: {port: 70000, type: ClusterIP}\n"})
    assert places("port-out-of-range") == []


def test_a_default_that_a_deployment_uses_is_checked(tree: Path) -> None:
    write(tree, {_VALUES: "service: {port: 80, type: Sometimes}\n"})
    (found,) = (each for each in findings() if each["rule"] == "type-unsupported")
    assert Path(found["file"]).as_posix() == _VALUES
    assert [each.partition(" with ")[0] for each in found["source"]["rendered"]] == ["charts/web"]


def test_values_of_tests_are_checked_beside_a_deployment(tree: Path) -> None:
    write(tree, {"charts/web/ci/odd-values.yaml": "service: {port: 70000}\n"})
    assert places("port-out-of-range") == [("charts/web/ci/odd-values.yaml", 1, 17)]


def test_defaults_are_checked_where_no_deployment_can_be_rendered(tree: Path) -> None:
    write(tree, {_VALUES: "service: {port: 70000, type: ClusterIP}\n"})
    template = tree / "charts/web/templates/service.yaml"
    fails = '{{ if eq (int .Values.service.port) 81 }}{{ fail "no" }}{{ end }}\n'
    template.write_text(fails + template.read_text())
    assert places("port-out-of-range") == [(_VALUES, 1, 17)]
