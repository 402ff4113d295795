"""Files outside of the folder of a kustomization: Flux reads them, kustomize alone does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.render.flux.test_flux_kustomizations import KUSTOMIZATION, SERVICE
from tests.render.real_tools import only
from tests.render.real_trees import findings, places, write

_GENERATOR = """\
apiVersion: builtin
kind: ConfigMapGenerator
metadata: {name: leaked}
files: [../../outside/secret.txt]
"""


@pytest.fixture(params=["kustomize", "kubectl"])
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """Return a tree whose applications share a Service in a folder that is no kustomization."""
    only(monkeypatch, tmp_path / "tools", request.param)
    tree = tmp_path / "tree"
    write(
        tree,
        {
            "shared/web.yaml": SERVICE,
            "apps/kustomization.yaml": (
                "resources: [../shared/web.yaml]\nconfigurations: [../shared/names.yaml]\n"
            ),
            "shared/names.yaml": "nameReference: []\n",
            "clusters/apps.yaml": KUSTOMIZATION,
        },
    )
    write(tmp_path, {"outside/secret.txt": "topsecret"})
    monkeypatch.chdir(tree)
    return tree


@pytest.mark.usefixtures("tree")
def test_what_flux_deploys_may_name_files_above() -> None:
    assert places("port-out-of-range") == [("clusters/apps.yaml", 18, 13)]


def test_kustomize_alone_may_not(tree: Path) -> None:
    (tree / "clusters/apps.yaml").unlink()
    assert all("source" not in each for each in findings())


def test_the_file_of_a_plugin_may_not(tree: Path) -> None:
    resources = "resources: [../shared/web.yaml]\ngenerators: [generator.yaml]\n"
    write(tree, {"apps/kustomization.yaml": resources, "apps/generator.yaml": _GENERATOR})
    found = findings()
    assert places("port-out-of-range") == []
    assert "topsecret" not in json.dumps(found)


def test_what_is_outside_of_the_tree_is_not_read(tree: Path) -> None:
    (tree / ".git").mkdir()
    resources = "resources: [../shared/web.yaml]\nconfigMapGenerator:\n- name: leaked\n"
    files = "  files: [../../outside/secret.txt]\n"
    write(tree, {"apps/kustomization.yaml": resources + files})
    assert places("port-out-of-range") == []
    assert "topsecret" not in json.dumps(findings())
