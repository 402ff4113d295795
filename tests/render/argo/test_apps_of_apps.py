"""Applications that a chart prints deploy other charts and folders of the tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command.runs import svclint
from tests.render.flux.test_helm_releases import CHART
from tests.render.real_tools import only
from tests.render.real_trees import findings, places, write

_APPLICATIONS = """\
{{- range $name, $app := .Values.apps }}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: {{ $name }}, namespace: argocd}
spec:
  destination: {namespace: {{ $app.namespace }}}
  source:
    repoURL: https://git.example.com/shop.git
    path: {{ $app.path }}
    {{- with $app.service }}
    helm:
      valuesObject:
        service:
          {{- toYaml . | nindent 10 }}
    {{- end }}
{{- end }}
"""
_VALUES = """\
apps:
  web:
    namespace: shop
    path: charts/web
    service:
      port: 70000
      type: ClusterIP
"""
# The target port is the port where none is written.
_TARGET = "target-port-out-of-range"
_FOLDER = """
  api:
    namespace: shop
    path: manifests
"""
_SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: api}
spec: {type: Sometimes, selector: {app: api}, ports: [{port: 80}]}
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tree with a chart, and a chart of Applications."""
    only(monkeypatch, tmp_path / "tools", "helm3", "kustomize")
    folder = tmp_path / "tree"
    (folder / ".git").mkdir(parents=True)
    files = {
        "root/Chart.yaml": "apiVersion: v2\nname: root\nversion: 1.0.0\n",
        "root/values.yaml": _VALUES,
        "root/templates/apps.yaml": _APPLICATIONS,
        "charts/web/values.yaml": "service: {port: 80, type: Odd}\n",
    }
    write(folder, {**CHART, **files})
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.usefixtures("tree")
def test_a_value_of_an_application_stands_in_the_values_of_the_chart_that_prints_it() -> None:
    assert {each["rule"] for each in findings()} <= {"port-out-of-range", _TARGET}
    (found,) = (each for each in findings() if each["rule"] == "port-out-of-range")
    assert (Path(found["file"]).as_posix(), found["line"]) == ("root/values.yaml", 6)
    assert (found["object"]["namespace"], found["object"]["name"]) == ("shop", "web")
    source = found["source"]
    assert (source["key"], source["proven"]) == ("apps.web.service.port", True)
    way = [(Path(each["file"]).as_posix(), each["line"]) for each in source["through"]]
    assert way == [("root/templates/apps.yaml", 15), ("charts/web/templates/service.yaml", 12)]
    assert source["rendered"] == [
        "charts/web with namespace shop, release web by Application web (root)"
    ]


def test_a_literal_of_an_application_stands_in_the_template(tree: Path) -> None:
    text = _APPLICATIONS.replace("{{- toYaml . | nindent 10 }}", "port: 70000")
    write(tree, {"root/templates/apps.yaml": text})
    assert places("port-out-of-range") == [("root/templates/apps.yaml", 15, 17)]


def test_a_folder_is_built_for_the_application(tree: Path) -> None:
    files = {"manifests/kustomization.yaml": "resources: [api.yaml]\n"}
    write(tree, {**files, "manifests/api.yaml": _SERVICE})
    write(tree, {"root/values.yaml": _VALUES.replace("70000", "80") + _FOLDER})
    (found,) = findings()
    assert (Path(found["file"]).as_posix(), found["line"]) == ("manifests/api.yaml", 4)
    assert found["object"]["namespace"] == "shop"
    assert found["source"]["rendered"] == ["manifests by Application api (root)"]


def test_an_application_that_deploys_its_own_chart_ends(tree: Path) -> None:
    write(tree, {"root/values.yaml": _VALUES.replace("charts/web", "root")})
    assert places("port-out-of-range") == []


def test_what_a_printed_application_deploys_is_required_too(tree: Path) -> None:
    write(tree, {"root/values.yaml": _VALUES.replace("  web:\n", "  Web_1:\n")})
    done = svclint("check", ".", "--no-cache", "--render", "require")
    assert done.exit_code == 2
    assert "release Web_1 by Application Web_1 (root) is not rendered" in done.stderr


def test_defaults_that_fail_are_not_told_of_a_chart_that_is_deployed(tree: Path) -> None:
    needed = '# {{ required "set the type" .Values.service.type }}\n'
    values = "service: {port: 80}\n"
    write(tree, {"charts/web/templates/a.yaml": needed, "charts/web/values.yaml": values})
    done = svclint("check", ".", "--no-cache", "--render", "require")
    assert "not rendered" not in done.stderr + done.stdout
