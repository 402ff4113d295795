"""Objects of Flux and Argo CD that would read outside of the tree, or fetch."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from svclint.render.argo import helm_values
from svclint.render.deployers import objects_of
from svclint.render.flux import helm_releases
from svclint.render.object_values import ValuesText

from tests.render.flux.test_flux_kustomizations import KUSTOMIZATION, SERVICE
from tests.render.flux.test_helm_releases import CHART, RELEASE
from tests.render.real_tools import only
from tests.render.real_trees import findings, write

_SECRET = "password: topsecret\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tree beside which a secret lies."""
    only(monkeypatch, tmp_path / "tools", "helm3", "kustomize")
    outside = {"outside/kustomization.yaml": "resources: [web.yaml]\n", "outside/web.yaml": SERVICE}
    write(tmp_path, {**outside, "outside/values.yaml": _SECRET, "tree/apps/web.yaml": SERVICE})
    write(tmp_path, {"tree/apps/kustomization.yaml": "resources: [web.yaml]\n"})
    monkeypatch.chdir(tmp_path / "tree")
    return tmp_path / "tree"


@pytest.mark.parametrize("path", ["../outside", "/../outside", "./link", "./link/../../outside"])
def test_a_path_out_of_the_tree_deploys_nothing(tree: Path, path: str) -> None:
    (tree / "link").symlink_to(tree.parent / "outside")
    write(tree, {"clusters/apps.yaml": KUSTOMIZATION.replace("./apps", path)})
    assert all("outside" not in json.dumps(each) for each in findings())


@pytest.mark.parametrize("entry", ["../../outside", "https://example.com/component?ref=v1"])
def test_components_out_of_the_tree_are_not_built(tree: Path, entry: str) -> None:
    text = KUSTOMIZATION.replace("  postBuild:", f"  components: [{entry}]\n  postBuild:")
    write(tree, {"clusters/apps.yaml": text})
    assert all("source" not in each for each in findings())


def test_a_patch_from_a_file_is_not_read(tree: Path) -> None:
    text = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web}
spec:
  source:
    path: apps
    kustomize:
      patches: [{path: "https://example.com/patch.yaml"}]
"""
    write(tree, {"argo/web.yaml": text})
    assert all("source" not in each for each in findings())


@pytest.mark.parametrize(
    "name", ["../../../outside/values.yaml", "/../outside/values.yaml", "link.yaml"]
)
def test_values_files_out_of_the_tree_are_not_read(tree: Path, name: str) -> None:
    (tree / "apps/link.yaml").symlink_to(tree.parent / "outside/values.yaml")
    write(tree, CHART)
    text = json.dumps({"kind": "Application", "spec": {"source": {"helm": {"valueFiles": [name]}}}})
    write(tree, {"argo/web.yaml": text})
    (document,) = objects_of("argo/web.yaml")
    folder = str(tree / "apps")
    found = helm_values.values_of(document, ("spec", "source"), folder, str(tree))
    assert list(found) == []


def test_generated_values_out_of_the_tree_are_not_read(tree: Path) -> None:
    files = "[values.yaml=../../outside/values.yaml]"
    generator = f"configMapGenerator:\n- name: web-values\n  files: {files}\n"
    write(tree, {"apps/kustomization.yaml": generator, "apps/release.yaml": RELEASE})
    (document,) = objects_of("apps/release.yaml")
    (own,) = helm_releases.values_of(document, ())
    assert isinstance(own, ValuesText)
    assert own.text
