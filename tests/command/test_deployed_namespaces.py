"""Live objects are compared in the namespace into which Flux or Argo CD deploys a plain folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command.runs import svclint

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: ledger%s}
spec: {clusterIP: 10.96.7.%d, selector: {app: ledger}, ports: [{port: 80}]}
"""
APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ledger, namespace: argocd}
spec:
  source: {repoURL: https://example.com/ledger.git, path: apps}
  destination: {namespace: deployed}
"""
KUSTOMIZATION = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ledger, namespace: flux-system}
spec: {path: ./apps, prune: true, targetNamespace: deployed}
"""
BOTH = pytest.mark.parametrize("deployer", [APPLICATION, KUSTOMIZATION])


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in (".git", "apps", "clusters"):
        Path(folder).mkdir()


def write(deployer: str, own: str = "", live: str = "deployed") -> None:
    Path("clusters/deployer.yaml").write_text(deployer)
    Path("apps/all.yaml").write_text(SERVICE % (own and f", namespace: {own}", 5))
    Path("live.yaml").write_text(SERVICE % (f", namespace: {live}", 4))


def outcome(*words: str) -> tuple[str, str]:
    options = ("--live=live.yaml", "--no-config", "--format=json")
    (found,) = json.loads(svclint("diff", *options, *words).stdout)["objects"]
    return found["object"]["namespace"], found["outcome"]


@BOTH
@pytest.mark.parametrize("apply", ["client", "argocd", "flux"])
@pytest.mark.parametrize("paths", [["apps", "clusters"], ["--among=.", "apps/all.yaml"]])
def test_diff_compares_where_the_folder_is_deployed(
    deployer: str, apply: str, paths: list[str]
) -> None:
    write(deployer)
    assert outcome(f"--apply={apply}", *paths) == ("deployed", "reject")


@BOTH
def test_check_compares_where_the_folder_is_deployed(deployer: str) -> None:
    write(deployer)
    found = svclint("check", "--live=live.yaml", "--no-config", "apps", "clusters")
    assert "[cluster-ip-changed]" in found.stdout


@pytest.mark.parametrize(
    ("deployer", "namespace"), [(APPLICATION, "own"), (KUSTOMIZATION, "deployed")]
)
def test_only_flux_replaces_the_namespace_of_an_object(deployer: str, namespace: str) -> None:
    write(deployer, own="own", live=namespace)
    assert outcome("apps", "clusters") == (namespace, "reject")


def test_two_namespaces_decide_nothing() -> None:
    other = APPLICATION.replace("namespace: deployed", "namespace: other")
    write(f"{APPLICATION}---\n{other}")
    assert outcome("apps", "clusters") == ("default", "create")
