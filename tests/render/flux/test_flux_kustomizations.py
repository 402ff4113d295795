"""Folders that Kustomizations of Flux deploy: built, substituted and traced with the real tool."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.render.flux.substitution import substituted, variables_of
from svclint.source.stream import documents

from tests.render.real_tools import only
from tests.render.real_trees import findings, places, write

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web-${stage}
spec:
  selector: {app: web}
  type: ${type:=NodePort}
  ports:
  - name: http
    port: ${port}
    nodePort: ${node_port}
"""
_DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "web:1", ports: [{name: http, containerPort: 70000}]}]
"""
KUSTOMIZATION = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  prune: true
  path: ./apps
  targetNamespace: shop
  sourceRef: {kind: GitRepository, name: flux-system}
  patches:
  - target: {kind: Service}
    patch: |
      - op: add
        path: /spec/sessionAffinity
        value: Sticky
  postBuild:
    substitute:
      port: "70000"
      stage: live
    substituteFrom:
    - kind: ConfigMap
      name: settings
"""
_SETTINGS = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: flux-system}
data:
  node_port: "80"
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tree with a cluster that deploys a folder of applications."""
    only(monkeypatch, tmp_path / "tools", "kustomize")
    tree = tmp_path / "tree"
    for folder in ("apps", "clusters"):
        (tree / folder).mkdir(parents=True)
    monkeypatch.chdir(tree)
    Path("apps/web.yaml").write_text(SERVICE)
    Path("apps/deployment.yaml").write_text(_DEPLOYMENT)
    Path("apps/kustomization.yaml").write_text("resources: [web.yaml, deployment.yaml]\n")
    Path("clusters/apps.yaml").write_text(KUSTOMIZATION)
    Path("clusters/settings.yaml").write_text(_SETTINGS)
    Path("clusters/kustomization.yaml").write_text("resources: [apps.yaml, settings.yaml]\n")
    return tree


@pytest.mark.usefixtures("tree")
def test_a_value_of_a_variable_is_placed_where_it_is_written() -> None:
    assert places("port-out-of-range") == [("clusters/apps.yaml", 18, 13)]
    assert places("node-port-outside-range") == [("clusters/settings.yaml", 5, 14)]


@pytest.mark.usefixtures("tree")
def test_a_patch_of_the_kustomization_is_placed_in_it() -> None:
    assert places("session-affinity-unsupported") == [("clusters/apps.yaml", 15, 16)]


@pytest.mark.usefixtures("tree")
def test_the_namespace_is_that_of_the_kustomization() -> None:
    assert {each["object"]["namespace"] for each in findings()} == {"shop"}


def test_a_folder_without_a_kustomization_is_deployed_as_a_whole(tree: Path) -> None:
    (tree / "apps/kustomization.yaml").unlink()
    (tree / "apps/sub").mkdir()
    (tree / "apps/web.yaml").rename(tree / "apps/sub/web.yaml")
    assert places("port-out-of-range") == [("clusters/apps.yaml", 18, 13)]


def test_it_is_in_a_tree_without_any_kustomization_of_kustomize(tree: Path) -> None:
    for folder in ("apps", "clusters"):
        (tree / folder / "kustomization.yaml").unlink()
    assert places("port-out-of-range") == [("clusters/apps.yaml", 18, 13)]


def test_what_is_deployed_with_a_folder_is_not_built_alone(tree: Path) -> None:
    (tree / "apps/web").mkdir()
    for name in ("kustomization", "web", "deployment"):
        (tree / f"apps/{name}.yaml").rename(tree / f"apps/web/{name}.yaml")
    (found,) = [each for each in findings() if each["rule"] == "port-out-of-range"]
    assert found["source"]["rendered"] == ["apps by Kustomization apps (clusters/apps.yaml)"]
    write(tree, {"apps/remote/kustomization.yaml": "resources: [https://example.com/a]\n"})
    # The whole cannot be built any more.
    placed = {each["source"]["rendered"][0] for each in findings() if each.get("source")}
    assert "apps/web" in {each.removeprefix("./") for each in placed}


def test_what_nobody_knows_is_no_error(tree: Path) -> None:
    (tree / "clusters/settings.yaml").unlink()
    (tree / "clusters/kustomization.yaml").write_text("resources: [apps.yaml]\n")
    assert places("node-port-outside-range") == []
    # Another source may have the variable, so the default is not certain either.
    assert all("${" not in each["message"] for each in findings())


def test_an_encrypted_secret_is_not_a_source(tree: Path) -> None:
    secret = _SETTINGS.replace("ConfigMap", "Secret") + "sops: {mac: x}\n"
    (tree / "clusters/settings.yaml").write_text(secret)
    text = KUSTOMIZATION.replace("kind: ConfigMap", "kind: Secret")
    (tree / "clusters/apps.yaml").write_text(text)
    assert places("node-port-outside-range") == []


def test_a_secret_is_decoded() -> None:
    secret = (
        b'{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "data": {"b": "Yw=="}}'
    )
    deployer = (
        b'{"kind": "Kustomization", "spec": {"postBuild": {"substituteFrom": '
        b'[{"kind": "Secret", "name": "a"}]}}}'
    )
    (source,), (document,) = documents("s.yaml", secret), documents("k.yaml", deployer)
    variables = variables_of(document, [source])
    assert variables.expanded("${b} ${c:=d} ${e} ${f%.*}") == "c d ${e} ${f%.*}"


def test_an_object_can_be_excluded_from_substitution() -> None:
    raw = (
        b"kind: A\nmetadata: {annotations: {kustomize.toolkit.fluxcd.io/substitute: disabled}}\n"
        b"a: ${b}\n---\nkind: A\na: ${b}\n---\nkind: A\na: ${b[@]}\nc: ${b}\n"
    )
    deployer = b'{"kind": "Kustomization", "spec": {"postBuild": {"substitute": {"b": 1}}}}'
    (document,) = documents("k.yaml", deployer)
    found = [each.data for each in documents("", substituted(raw, variables_of(document, ())))]
    assert [each["a"] for each in found] == ["${b}", 1, "${b[@]}"]
