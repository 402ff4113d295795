"""Applications and ApplicationSets of Argo CD: built, rendered and traced with the real tools."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from svclint.render.argo.generators import filled, flat, parameters_of
from svclint.render.deployed_roots import Surroundings
from svclint.render.gitops import Deployments

from tests.render.flux.test_helm_releases import CHART
from tests.render.real_tools import only
from tests.render.real_trees import findings, places, write

_APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  destination: {namespace: shop, server: https://kubernetes.default.svc}
  source:
    repoURL: https://git.example.com/shop.git
    path: charts/web
    helm:
      valueFiles: [prod.yaml]
      values: |
        service:
          type: Balancer
      parameters:
      - name: service.port
        value: "90000"
"""
_SET = """\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: envs, namespace: argocd}
spec:
  goTemplate: true
  generators:
  - matrix:
      generators:
      - git:
          directories: [{path: envs/*}, {path: envs/old, exclude: true}]
      - list:
          elements: [{port: "8080"}, {port: "99999"}]
  template:
    metadata: {name: "{{.path.basename}}-{{ .port }}"}
    spec:
      destination: {namespace: "{{.path.basename}}"}
      sources:
      - repoURL: https://git.example.com/shop.git
        path: "{{.path.path}}"
        kustomize:
          namePrefix: "{{.path.basename}}-"
          images: [web=registry.example.com/web:2.0]
          patches:
          - target: {kind: Service}
            patch: |
              - op: replace
                path: /spec/ports/0/port
                value: {{ .port }}
"""
_ENVIRONMENT = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  type: Sometimes
  ports: [{name: http, port: 80}]
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tree with a chart and two folders of environments."""
    only(monkeypatch, tmp_path / "tools", "helm3", "kustomize")
    folder = tmp_path / "tree"
    write(folder, {**CHART, "charts/web/prod.yaml": "service: {port: 81}\n"})
    for name in ("one", "two", "old"):
        files = {"kustomization.yaml": "resources: [web.yaml]\n", "web.yaml": _ENVIRONMENT}
        write(folder / "envs" / name, files)
    monkeypatch.chdir(folder)
    return folder


def test_values_and_parameters_are_placed_in_the_application(tree: Path) -> None:
    write(tree, {"argo/web.yaml": _APPLICATION})
    assert places("port-out-of-range") == [("argo/web.yaml", 16, 16)]
    charts = [each for each in places("type-unsupported") if each[0].startswith("argo")]
    assert charts == [("argo/web.yaml", 13, 17)]


def test_a_chart_depends_on_the_files_of_its_values(tree: Path) -> None:
    write(tree, {"argo/web.yaml": _APPLICATION})
    ((_, closure),) = Deployments(["argo/web.yaml"], lambda _: Surroundings({}, None)).in_files()
    named = {os.path.relpath(file, tree) for file in closure.others}
    assert {"argo/web.yaml", "charts/web/prod.yaml"} <= named


def test_each_application_of_a_set_is_built(tree: Path) -> None:
    write(tree, {"argo/envs.yaml": _SET})
    assert places("port-out-of-range") == [("argo/envs.yaml", 28, 24)]
    (port,) = (each for each in findings() if each["rule"] == "port-out-of-range")
    assert [each.partition(" by ")[0] for each in port["source"]["rendered"]] == [
        "envs/one",
        "envs/two",
    ]
    assert (port["object"]["namespace"], port["object"]["name"]) == ("one", "one-web")
    # The folder that is left out is still built as it is.
    files = [f"envs/{name}/web.yaml" for name in ("old", "one", "two")]
    assert places("type-unsupported") == [(file, 6, 9) for file in files]


@pytest.mark.parametrize(
    "namespace",
    [
        "{{ .unknown }}",
        '{{ printf "%s-x" .port }}',
        '{{ if eq .port "8080" }}a{{ else }}b{{ end }}',
    ],
)
def test_a_namespace_that_is_not_known_is_a_placeholder(tree: Path, namespace: str) -> None:
    write(tree, {"argo/envs.yaml": _SET.replace('"{{.path.basename}}"}', f"{namespace!r}}}", 1)})
    rules = {each["rule"] for each in findings()}
    assert rules == {"port-out-of-range", "target-port-out-of-range", "type-unsupported"}
    assert places("port-out-of-range") == [("argo/envs.yaml", 28, 24)]


_ONLY_Y = {"matchLabels": {"a": "y"}}


@pytest.mark.parametrize(
    ("generators", "made"),
    [
        ([{"list": {"elements": [{"a": 1}, {"a": {"b": True}}]}}], [{"a": "1"}, {"a.b": "true"}]),
        ([{"clusters": {}}, {"pullRequest": {}}, {"scmProvider": {}}], []),
        ([{"git": {"directories": [{"path": "/etc/*"}, {"path": "../*"}]}}], []),
        (
            [{"list": {"elements": [{"a": "x"}, {"a": "y"}]}, "selector": _ONLY_Y}],
            [{"a": "y"}],
        ),
        (
            [
                {
                    "merge": {
                        "mergeKeys": ["a"],
                        "generators": [
                            {"list": {"elements": [{"a": "x", "b": "1"}, {"a": "y"}]}},
                            {"list": {"elements": [{"a": "x", "b": "2"}, {"a": "z"}]}},
                        ],
                    }
                }
            ],
            [{"a": "x", "b": "2"}, {"a": "y"}],
        ),
    ],
)
def test_generators(generators: list[Any], made: list[dict[str, str]], tmp_path: Path) -> None:
    assert parameters_of({"generators": generators}, str(tmp_path)) == made


def test_files_are_read_inside_of_the_tree_only(tmp_path: Path) -> None:
    write(tmp_path, {"tree/a/config.json": '{"env": {"name": "a"}}', "secret.json": '{"x": "y"}'})
    (tmp_path / "tree/b").mkdir()
    (tmp_path / "tree/b/config.json").symlink_to(tmp_path / "secret.json")
    spec = {"generators": [{"git": {"files": [{"path": "**/config.json"}]}}]}
    (found,) = parameters_of(spec, str(tmp_path / "tree"))
    assert found["env.name"] == "a"
    assert (found["path"], found["path.filename"]) == ("a", "config.json")


def test_files_are_excluded(tmp_path: Path) -> None:
    write(tmp_path, {f"{name}/config.json": "{}" for name in ("a", "b/c", "d")})
    files = [{"path": "b/*/config.json", "exclude": True}, {"path": "**/config.json"}]
    found = parameters_of({"generators": [{"git": {"files": files}}]}, str(tmp_path))
    assert [each["path"] for each in found] == ["a", "d"]


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ("{{path[1]}}", "Shop"),
        ("{{ index .path.segments 1 }}", "Shop"),
        ("{{ index .path.segments 1 | lower }}", "shop"),
        ("{{.path.basename | normalize}}", "shop"),
        ("{{ .path.basename | upper | lower }}-x", "shop-x"),
        ("{{ .path.basename | sha256sum }}", "{{ .path.basename | sha256sum }}"),
        ("{{ index .path.segments 9 }}", "{{ index .path.segments 9 }}"),
        ("{{ if .path }}a{{ end }}", "{{ if .path }}a{{ end }}"),
    ],
)
def test_expressions(template: str, value: str, tmp_path: Path) -> None:
    (tmp_path / "apps/Shop").mkdir(parents=True)
    spec = {"generators": [{"git": {"directories": [{"path": "apps/*"}]}}]}
    (found,) = parameters_of(spec, str(tmp_path))
    assert filled(template, found) == value


def test_a_set_with_a_patch_of_its_template_is_not_known(tree: Path) -> None:
    write(tree, {"apps/set.yaml": _SET + "  templatePatch: |\n    spec: {}\n"})
    found = Deployments(["apps/set.yaml"], lambda _file: Surroundings({}, None)).in_files()
    assert list(found) == []


def test_a_large_matrix_has_an_end(tmp_path: Path) -> None:
    many = {"list": {"elements": [{"a": str(number)} for number in range(999)]}}
    spec = {"generators": [{"matrix": {"generators": [many, many]}}]}
    assert len(parameters_of(spec, str(tmp_path))) == 1000


_NAMES = st.text("ab", min_size=1, max_size=3)
_DATA = st.recursive(
    st.one_of(st.integers(), st.booleans(), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(_NAMES, _DATA))
def test_each_flat_value_can_be_named(data: dict[str, Any]) -> None:
    for name, value in flat(data).items():
        assert filled(f"{{{{ .{name} }}}}", flat(data)) == value


@given(st.text("{}. -ab", max_size=20))
def test_what_is_not_known_stays(template: str) -> None:
    assert filled(template, {}) == template
