"""What an object or a chart cannot mean, and bugs, cost only what they touch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.render.charts import CHART, svclint, write
from tests.render.real_tools import only

FINDING = "b.yaml:3:18: error: the name 'B'"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: B}\nspec: {ports: [{port: 80}]}\n"
APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: "a"}
spec:
  source:
    path: charts/web
    helm: {valueFiles: ["a\\0"], releaseName: "x\\0", parameters: [{name: "a\\0", value: "\\0"}]}
"""
HOSTILE = {
    "a dependency": {
        "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n"
        'dependencies: [{name: a, repository: "file://a\\0"}]\n'
    },
    "values of an Application": {"app.yaml": APPLICATION},
    "a path of a Kustomization": {
        "flux.yaml": "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
        'metadata: {name: a}\nspec: {path: "a\\0", components: ["b\\0"]}\n'
    },
}


@pytest.fixture(autouse=True)
def _tree(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert work
    only(monkeypatch, tmp_path / "tools", "helm3", "kustomize")


@pytest.mark.parametrize("files", HOSTILE.values(), ids=HOSTILE)
def test_null_characters(files: dict[str, str]) -> None:
    write({**CHART, "b.yaml": SERVICE, **files})
    done = svclint("check", "--no-cache", ".")
    assert "bug" not in done.stderr
    assert FINDING in done.stdout


@pytest.mark.parametrize(
    ("function", "step"),
    [
        ("app.rendering.find_roots", "the search for charts and kustomizations failed"),
        ("render.rendering.build", "charts/web is not rendered"),
        ("app.placing.placed", "the search for the sources of findings failed"),
    ],
)
def test_a_bug_costs_no_other_finding(
    function: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **_options: Any) -> Any:
        raise KeyError("unexpected")

    write({**CHART, "b.yaml": SERVICE})
    monkeypatch.setattr(f"svclint.{function}", fail)
    done = svclint("check", "--no-cache", ".")
    assert done.exit_code == 2
    assert FINDING in done.stdout
    assert f"{step}: KeyError, which is a bug in svclint" in done.stderr


def test_debug_shows_where_the_search_for_sources_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **_options: Any) -> Any:
        raise KeyError("unexpected")

    write({**CHART, "b.yaml": SERVICE})
    monkeypatch.setattr("svclint.app.placing.placed", fail)
    done = svclint("check", "--no-cache", "--debug", ".")
    assert "in fail\n  |     raise KeyError" in done.stderr
