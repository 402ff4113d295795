"""What is said of charts and kustomizations that cannot be rendered: what, how, and why, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.charts import CHART, svclint, write
from tests.render.real_tools import only

RELEASE = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: %s, namespace: shop}
spec:
  chart: {spec: {chart: charts/web, sourceRef: {kind: GitRepository, name: flux-system}}}
  values: {host: %s}
"""
FLUX = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: shop, namespace: flux-system}
spec: {path: ./shop, targetNamespace: shop}
"""


@pytest.fixture(autouse=True)
def _tree(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert work
    only(monkeypatch, tmp_path / "tools", "helm3", "kustomize")


def _notes() -> list[str]:
    done = svclint("check", ".", "--no-cache")
    return done.stderr.splitlines()


def test_a_release_is_named_beside_defaults_that_fail() -> None:
    write(
        {
            **CHART,
            "charts/web/templates/b.yaml": '# {{ required "set the host" .Values.host }}\n'
            '{{ if eq .Values.host "bad" }}{{ fail "a bad host" }}{{ end }}\n',
            "apps/good.yaml": RELEASE % ("good", "a"),
            "apps/bad.yaml": RELEASE % ("bad", "bad"),
        }
    )
    (note,) = _notes()
    assert "charts/web with namespace shop, release bad by HelmRelease bad (apps/bad.yaml)" in note
    assert "a bad host" in note


def test_one_reason_is_told_once() -> None:
    write(
        {
            **CHART,
            "charts/web/templates/b.yaml": '{{ fail "set the host" }}\n',
            "charts/web/ci/a-values.yaml": "other: 1\n",
            "apps/bad.yaml": RELEASE % ("bad", "bad"),
        }
    )
    (note,) = _notes()
    start = "svclint: note: charts/web with ci/a-values.yaml is not rendered: helm template "
    assert note.startswith(start)


def test_warnings_are_no_reasons() -> None:
    write(
        {
            "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
            "web/requirements.yaml": "dependencies: [{name: x, version: 1.x, repository: ''}]\n",
            "web/charts/x/Chart.yaml": "apiVersion: v2\nname: x\nversion: 1.0.0\n",
            "web/templates/b.yaml": '{{ fail "set the host" }}\n',
        }
    )
    (note,) = [each for each in _notes() if "set the host" in each]
    assert " failed: Error: " in note
    assert "Warning" not in note


def test_files_are_named_as_users_know_them() -> None:
    write({"cluster/shop.yaml": FLUX, "shop/kustomization.yaml": "resources: [../missing.yaml]\n"})
    (note,) = _notes()
    start = "svclint: note: shop by Kustomization shop (cluster/shop.yaml) is not rendered: "
    assert note.startswith(f"{start}kustomize build shop failed: ")
    assert "missing.yaml" in note
    assert str(Path.cwd()) not in note
    assert "/svclint-" not in note
    assert "../tree" not in note
