"""Variables come from the ConfigMaps and Secrets of the cluster that a Kustomization is in."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.render.deployed_roots import Surroundings
from svclint.render.gitops import Deployments

from tests.render.real_tools import only
from tests.render.real_trees import places, write

_SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  type: NodePort
  ports:
    - port: 80
      nodePort: ${node_port}
"""
_PLAIN = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: NAME, namespace: flux-system}
spec:
  path: PATH
  sourceRef: {kind: GitRepository, name: flux-system}
"""
_APPS = (
    _PLAIN.replace("NAME", "apps").replace("PATH", "./apps")
    + "  postBuild: {substituteFrom: [{kind: ConfigMap, name: settings}]}\n"
)
_SETTINGS = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: flux-system}
data: {node_port: "NUMBER"}
"""
_ENCRYPTED = _SETTINGS + "sops: {mac: x}\n"
_RULE = "node-port-outside-range"


def _sync(path: str, name: str = "flux-system") -> str:
    return _PLAIN.replace("NAME", name).replace("PATH", path)


def _settings(number: int) -> str:
    return _SETTINGS.replace("NUMBER", str(number))


def _at(file: str) -> tuple[str, int, int]:
    return file, 4, 19


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tree with two clusters that deploy the same folder, each with its own settings."""
    only(monkeypatch, tmp_path / "tools", "kustomize")
    tree = tmp_path / "tree"
    (tree / ".git").mkdir(parents=True)
    monkeypatch.chdir(tree)
    files = {"apps/web.yaml": _SERVICE, "apps/kustomization.yaml": "resources: [web.yaml]\n"}
    for number, cluster in enumerate("ab"):
        files[f"clusters/{cluster}/apps.yaml"] = _APPS
        files[f"clusters/{cluster}/settings.yaml"] = _settings(80 + number)
    write(tree, files)
    return tree


_SYNCS = {f"clusters/{each}/flux-system/sync.yaml": _sync(f"./clusters/{each}") for each in "ab"}
_TREES = pytest.mark.parametrize("added", [{}, _SYNCS], ids=["by folder", "by Kustomization"])


@_TREES
def test_each_cluster_has_its_own(tree: Path, added: dict[str, str]) -> None:
    write(tree, added)
    assert places(_RULE) == [_at("clusters/a/settings.yaml"), _at("clusters/b/settings.yaml")]


@_TREES
def test_that_of_another_cluster_is_not_taken(tree: Path, added: dict[str, str]) -> None:
    write(tree, added)
    (tree / "clusters/a/settings.yaml").unlink()
    assert places(_RULE) == [_at("clusters/b/settings.yaml")]
    write(tree, {"clusters/a/settings.yaml": _ENCRYPTED})
    assert places(_RULE) == [_at("clusters/b/settings.yaml")]


def test_one_of_a_folder_without_a_kustomization_is_of_another_cluster(tree: Path) -> None:
    (tree / "clusters/a/settings.yaml").unlink()
    (tree / "clusters/b/settings.yaml").unlink()
    write(tree, {"local/b/bootstrap.yaml": _settings(80)})
    assert places(_RULE) == []


def test_one_that_another_kustomization_of_the_cluster_deploys_is_taken(tree: Path) -> None:
    for cluster, number in (("a", 80), ("b", 30080)):
        (tree / f"clusters/{cluster}/settings.yaml").unlink()
        config = _sync(f"./config/{cluster}", "config")
        write(tree, {f"clusters/{cluster}/config.yaml": config})
        write(tree, {f"config/{cluster}/settings.yaml": _settings(number)})
    assert places(_RULE) == [_at("config/a/settings.yaml")]


def test_one_that_a_kustomization_around_takes_in_is_taken(tree: Path) -> None:
    (tree / "clusters/a/settings.yaml").unlink()
    around = "resources: [apps.yaml, ../../config/settings.yaml]\n"
    write(tree, {"clusters/a/kustomization.yaml": around, "config/settings.yaml": _settings(80)})
    assert _at("config/settings.yaml") in places(_RULE)


def test_a_kustomization_of_two_clusters_has_unknown_variables(tree: Path) -> None:
    (tree / "clusters/b/apps.yaml").unlink()
    (tree / "base").mkdir()
    (tree / "clusters/a/apps.yaml").rename(tree / "base/apps.yaml")
    shared = "resources: [settings.yaml, flux-system/sync.yaml, ../../base]\n"
    write(tree, _SYNCS | {f"clusters/{each}/kustomization.yaml": shared for each in "ab"})
    write(tree, {"base/kustomization.yaml": "resources: [apps.yaml]\n"})
    assert places(_RULE) == []


_RELEASE = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web}
spec:
  chart: {spec: {chart: ./chart, sourceRef: {kind: GitRepository, name: flux-system}}}
  valuesFrom: [{kind: ConfigMap, name: settings}]
"""


@pytest.mark.parametrize("folder", ["clusters/b", "clusters/b/web"])
def test_values_of_a_release_come_from_its_cluster(tree: Path, folder: str) -> None:
    release = f"{folder}/release.yaml"
    write(tree, {release: _RELEASE, "chart/Chart.yaml": "{apiVersion: v2, name: a, version: 1}\n"})
    files = [release, "clusters/a/settings.yaml", "clusters/b/settings.yaml"]
    ((root, _),) = Deployments(files, lambda _file: Surroundings({}, None)).in_files()
    assert root.deployer is not None
    assert [each.file for each in root.deployer.references] == ["clusters/b/settings.yaml"]
