"""Kustomizations that inflate charts: the rest of them is built and checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.render.kustomize.blanked_fields import without_charts

from tests.render.charts import findings, svclint, write
from tests.render.real_tools import only

CHARTS = """\
namespace: shop
helmCharts:
- name: search
  repo: https://charts.example
  valuesInline:
    text: |
      # a comment

      more
resources:
- ../base
"""
BASE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePrt
  selector: {app: search}
  ports: [{port: 80}]
"""
OF_CHART = "{apiVersion: v1, kind: Service, metadata: {name: of-chart}, spec: {}}"


@pytest.fixture
def tree(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    only(monkeypatch, tmp_path / "tools", "kustomize")
    write(
        {
            "base/kustomization.yaml": "resources: [web.yaml]\n",
            "base/web.yaml": BASE,
            "prod/kustomization.yaml": CHARTS,
        }
    )
    return work


def test_the_rest_is_built(tree: Path) -> None:
    assert tree
    (found,) = findings(".")
    assert (found["rule"], found["object"]["namespace"]) == ("type-unsupported", "shop")
    assert (found["file"], found["line"]) == ("./base/web.yaml", 5)


def test_a_note_says_what_is_left_out(tree: Path) -> None:
    assert tree
    note = "helmCharts of ./prod/kustomization.yaml is not rendered: svclint never inflates charts"
    assert note in svclint("check", ".").stderr


def test_what_must_be_rendered_is_not_built_in_part(tree: Path) -> None:
    assert tree
    for words in (("--render", "require", "."), ("--kustomize", "prod")):
        done = svclint("check", *words)
        assert done.exit_code == 2
        assert "enable-helm" in done.stderr


def test_a_build_that_needs_the_chart_says_what_it_lacks(tree: Path) -> None:
    (tree / "prod/kustomization.yaml").write_text(CHARTS + f"patches: [{{patch: '{OF_CHART}'}}]\n")
    notes = svclint("check", ".").stderr
    assert (
        "prod is not rendered: kustomize build ./prod failed: Error: no resource matches" in notes
    )
    assert "helmCharts of prod/kustomization.yaml is not rendered" in notes


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_other_lines_keep_their_numbers(tmp_path: Path, ending: str) -> None:
    file = tmp_path / "kustomization.yaml"
    file.write_bytes(CHARTS.replace("\n", ending).encode())
    (raw,) = without_charts([str(file)], {}).values()
    lines = raw.decode().split(ending)
    assert lines == ["namespace: shop", *[""] * 8, "resources:", "- ../base", ""]


def test_a_kustomization_of_charts_alone_is_empty(tree: Path) -> None:
    (tree / "prod/kustomization.yaml").write_text("kind: Kustomization\nhelmCharts: [{name: a}]\n")
    assert "is not rendered: svclint never inflates" in svclint("check", ".").stderr


def test_a_list_in_flow_style_may_end_at_the_margin(tmp_path: Path) -> None:
    file = tmp_path / "kustomization.yaml"
    file.write_text("helmCharts: [\n  {name: search}\n]\nnamespace: a\n")
    assert without_charts([str(file)], {}) == {str(file): b"\n\n\nnamespace: a\n"}
