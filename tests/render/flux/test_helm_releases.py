"""HelmReleases of Flux: faults in their values stand in the HelmRelease."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.render.flux.helm_releases import chart_of, release_of
from svclint.render.object_values import values_in, values_in_text
from svclint.source import Document
from svclint.source.stream import documents
from svclint.source.yaml_reader import parse_yaml

from tests.render.real_tools import only
from tests.render.real_trees import findings, places, write

CHART = {
    "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "charts/web/values.yaml": "service: {port: 80, type: ClusterIP}\n",
    "charts/web/templates/service.yaml": """\
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
spec:
  type: {{ .Values.service.type }}
  selector:
    app: web
  ports:
    - name: http
      port: {{ .Values.service.port }}
""",
}
RELEASE = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: web
  namespace: shop
spec:
  interval: 1h
  chart:
    spec:
      chart: ./charts/web
      sourceRef: {kind: GitRepository, name: flux-system}
  valuesFrom:
  - kind: ConfigMap
    name: web-values
  - kind: Secret
    name: web-type
    valuesKey: type
    targetPath: service.type
  values:
    # The port of the Service.
    service:
      port: 70000
"""
_SOURCES = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: web-values, namespace: shop}
data:
  values.yaml: |
    service:
      type: LoadBalancer
---
apiVersion: v1
kind: Secret
metadata: {name: web-type, namespace: shop}
stringData:
  type: Balancer
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tree with a chart and a HelmRelease of it."""
    only(monkeypatch, tmp_path / "tools", "helm3", "kustomize")
    folder = tmp_path / "tree"
    write(folder, {**CHART, "apps/web.yaml": RELEASE, "apps/values.yaml": _SOURCES})
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.usefixtures("tree")
def test_a_value_is_placed_in_the_release() -> None:
    assert places("port-out-of-range") == [("apps/web.yaml", 22, 13)]
    (found,) = (each for each in findings() if each["rule"] == "port-out-of-range")
    assert found["source"]["key"] == "service.port"
    assert (found["object"]["namespace"], found["object"]["name"]) == ("shop", "web")


@pytest.mark.usefixtures("tree")
def test_a_value_of_a_source_is_placed_in_the_source() -> None:
    assert places("type-unsupported") == [("apps/values.yaml", 13, 9)]


def test_files_of_values_are_those_of_the_repository(tree: Path) -> None:
    chart = "      chart: ./charts/web\n"
    named = RELEASE.replace(chart, f"{chart}      valuesFiles: [env/prod.yaml]\n")
    write(tree, {"apps/web.yaml": named, "env/prod.yaml": "service: {sessions: 1, type: Odd}\n"})
    (tree / "apps/values.yaml").unlink()
    assert places("type-unsupported") == [("env/prod.yaml", 1, 30)]


def test_a_generated_source_is_the_file_that_it_is_generated_from(tree: Path) -> None:
    (tree / "apps/values.yaml").unlink()
    write(
        tree,
        {
            "apps/kustomization.yaml": (
                "namespace: shop\nresources: [web.yaml]\n"
                "configMapGenerator:\n- name: web-values\n  files: [values.yaml=own.yaml]\n"
            ),
            "apps/own.yaml": "service:\n  type: Balancer\n",
            "apps/web.yaml": RELEASE.replace("  namespace: shop\n", ""),
        },
    )
    assert places("type-unsupported") == [("apps/own.yaml", 2, 9)]
    (found,) = (each for each in findings() if each["rule"] == "type-unsupported")
    assert found["object"]["namespace"] == "shop"


_OTHER = RELEASE.replace("./charts/web", "web").replace(
    "{kind: GitRepository, name: flux-system}", "{kind: HelmRepository, name: shop}"
)
_REPOSITORY = """\
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: shop, namespace: flux-system}
spec: {url: https://charts.example.com/}
"""


def test_a_chart_of_another_repository_is_not_known(tree: Path) -> None:
    write(tree, {"apps/web.yaml": _OTHER})
    assert places("port-out-of-range") == []


@pytest.mark.parametrize("key", ["shop", "https://charts.example.com"])
def test_a_repository_is_named_in_the_configuration(tree: Path, key: str) -> None:
    settings = f"render:\n  chartSources: {{'{key}': charts}}\n"
    files = {"apps/web.yaml": _OTHER, "apps/shop.yaml": _REPOSITORY, ".svclint.yaml": settings}
    write(tree, files)
    assert places("port-out-of-range") == [("apps/web.yaml", 22, 13)]


def test_variables_that_nobody_knows_are_no_errors(tree: Path) -> None:
    write(tree, {"apps/web.yaml": RELEASE.replace("70000", "${port}")})
    assert places("wrong-type") == []


def test_variables_of_the_kustomization_around_are_replaced(tree: Path) -> None:
    kustomization = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  path: ./apps
  postBuild:
    substitute: {port: "70001"}
"""
    write(tree, {"apps/web.yaml": RELEASE.replace("70000", "${port}")})
    write(tree, {"clusters/apps.yaml": kustomization})
    assert places("port-out-of-range") == [("clusters/apps.yaml", 7, 24)]


def _read(text: str) -> Document:
    (document,) = documents("web.yaml", text.encode())
    return document


@pytest.mark.parametrize(
    "text",
    [
        "spec:\n  values:\n    a: 1\n    b: {c: [1, 2]}\n",
        "spec:\n  values: {a: 1,\n    b: 2}\n",
        "x: &x {a: 1}\nspec:\n  values:\n    b: *x\n",
        "spec:\n  values:\n    a: |\n      text\n\n      more\n  other: 1\n",
        "spec:\n  - values:\n      a: 1\n",
    ],
)
def test_values_are_those_of_the_object(text: str) -> None:
    document = _read(text)
    path = ("spec", 0, "values") if "- values" in text else ("spec", "values")
    values = values_in(document, path)
    assert values is not None
    assert parse_yaml(values.text).data == document.value(path)


def test_values_keep_their_lines() -> None:
    text = "spec:\n  values:\n    a: 1\n    # text\n    b: 2\n  c: 3\n"
    values = values_in(_read(text), ("spec", "values"))
    assert values is not None
    assert values.text.split("\n")[:5] == ["", "", "    a: 1", "    # text", "    b: 2"]


@pytest.mark.parametrize("value", ["v: 'a: ['", "v: text", "v: ''", ""])
def test_a_text_without_values_is_none(value: str) -> None:
    assert values_in_text(_read(f"data: {{{value}}}"), ("data", "v")) is None


@pytest.mark.parametrize(
    ("spec", "chart", "release"),
    [
        ("{}", ("", "", ""), ("web", "own")),
        ("{chart: {spec: {chart: web}}, releaseName: other}", ("web", "", ""), ("other", "own")),
        ("{chartRef: {kind: OCIRepository, name: a}}", ("", "OCIRepository", "a"), ("web", "own")),
        ("{targetNamespace: shop}", ("", "", ""), ("shop-web", "shop")),
        (
            "{chart: {spec: {chart: a/b, sourceRef: {kind: GitRepository}}}}",
            *(("a/b", "GitRepository", ""), ("web", "own")),
        ),
    ],
)
def test_charts_and_releases(
    spec: str, chart: tuple[str, str, str], release: tuple[str, str]
) -> None:
    document = _read(f"kind: HelmRelease\nmetadata: {{name: web}}\nspec: {spec}\n")
    assert chart_of(document) == chart
    assert release_of(document, "own") == release
