"""Names that a tree chooses are neither options of Helm nor places to write to."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.render.release import Release
from svclint.render.tools import RenderError, run_helm

from tests.render.charts import CHART, svclint, write
from tests.render.real_tools import HELMS, only

RELEASE = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web, namespace: shop}
spec:
  releaseName: %s
  chart: {spec: {chart: charts/web, sourceRef: {kind: GitRepository, name: flux-system}}}
"""
APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web}
spec:
  source: {repoURL: "https://git.example", path: charts/web, helm: {releaseName: %s}}
  destination: {namespace: shop}
"""
CONFIG = "render: {environments: [{values: [charts/web/values.yaml], release: %s}]}\n"


@pytest.fixture(autouse=True, params=HELMS)
def _tree(
    request: pytest.FixtureRequest, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert work
    only(monkeypatch, tmp_path / "tools", request.param)


@pytest.mark.parametrize(
    ("file", "text"),
    [("app.yaml", RELEASE), ("app.yaml", APPLICATION), (".svclint.yaml", CONFIG)],
    ids=["HelmRelease", "Application", "configuration"],
)
def test_the_name_of_a_release_is_no_option(file: str, text: str, work: Path) -> None:
    program, trace = work / "charts" / "web" / "program", work.parent / "ran"
    write({**CHART, file: text % f'"--post-renderer={program}"'})
    program.write_text(f"#!/bin/sh\n: > {trace}\n")
    program.chmod(0o755)
    done = svclint("check", "--no-cache", ".")
    assert not trace.exists()
    assert "is not a name of a release" in done.stderr


def test_the_name_of_a_release_is_checked_before_every_run() -> None:
    write(CHART)
    with pytest.raises(RenderError, match="is not a name of a release"):
        run_helm("charts/web", release=Release("--debug"))


def test_a_values_file_with_a_comma_is_one_file(work: Path) -> None:
    secret = work.parent / "secret.yaml"
    secret.write_text("service: {port: 4711}\n")
    folder = f"charts/web/ci/values.yaml,{secret.parent}"
    own = {f"{folder}/secret.yaml": "service: {type: 'a,b \"c'}\n"}
    write({**CHART, **own, "charts/web/ci/values.yaml": ""})
    text = run_helm("charts/web", [f"{folder}/secret.yaml"]).decode()
    assert "4711" not in text
    assert 'a,b "c' in text


def test_a_dependency_is_copied_into_the_copy_of_the_chart_only(work: Path) -> None:
    outside = work.parent / "outside"
    name = "../" * 20 + str(outside).lstrip("/")
    metadata = CHART["charts/web/Chart.yaml"]
    depends = f'dependencies: [{{name: "{name}", version: 1.0.0, repository: "file://../other"}}]\n'
    write(
        {
            **CHART,
            "charts/web/Chart.yaml": metadata + depends,
            "charts/other/Chart.yaml": metadata.replace("web", f'"{name}"'),
            "charts/other/templates/a.yaml": "a: 1\n",
        }
    )
    done = svclint("check", "--no-cache", ".")
    assert done.exit_code in (0, 1)
    assert not outside.exists()
