"""What the object of Flux or Argo CD that deploys a Service says about how it is applied."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.command.applier_runs import MANIFEST, live, rules
from tests.command.runs import svclint

KUSTOMIZATION = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: shop, namespace: flux-system}
spec: {path: ./apps, prune: true, force: true}
"""
APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop, namespace: argocd}
spec:
  source: {repoURL: https://example.com/shop.git, path: apps}
  syncPolicy: {syncOptions: [%s]}
"""
# A cluster IP cannot be changed.
REJECTED = MANIFEST.replace("spec:\n", "spec:\n  clusterIP: 10.96.7.8\n")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".git").mkdir()
    for folder in ("apps", "clusters"):
        Path(folder).mkdir()
    Path("apps/app.yaml").write_text(REJECTED)
    live("kustomize-controller", "Apply")


def diff(*words: str) -> Result:
    options = ("--live=live.json", "--no-config", "--format=json", "--render=off")
    return svclint("diff", *options, *words, "apps", "clusters")


def outcome(*words: str) -> Any:
    (found,) = json.loads(diff(*words).stdout)["objects"]
    return found


def write_application(*options: str, name: str = "app") -> None:
    text = APPLICATION % ", ".join(options)
    Path(f"clusters/{name}.yaml").write_text(text.replace("name: shop", f"name: {name}"))


def test_force_of_a_kustomization_recreates_what_the_server_rejects() -> None:
    assert outcome("--apply=flux")["outcome"] == "reject"
    Path("clusters/shop.yaml").write_text(KUSTOMIZATION)
    found = outcome("--apply=flux")
    assert (found["outcome"], rules(found)) == ("recreate", ["object-recreated"])
    (finding,) = found["findings"]
    assert (
        "because of spec.force: true of Kustomization shop (clusters/shop.yaml)"
        in (finding["message"])
    )
    done = svclint("check", "--live=live.json", "--apply=flux", "--render=off", ".")
    assert "[object-recreated]" in done.stdout


@pytest.mark.parametrize(
    ("old", "new"),
    [("path: ./apps", "path: ./other"), ("force: true", "force: false"), (", force: true", "")],
)
def test_only_its_own_kustomization_matters(old: str, new: str) -> None:
    Path("other").mkdir()
    Path("clusters/shop.yaml").write_text(KUSTOMIZATION.replace(old, new))
    assert outcome("--apply=flux")["outcome"] == "reject"


def test_nothing_is_assumed_if_only_one_of_two_kustomizations_forces() -> None:
    other = KUSTOMIZATION.replace("force: true", "force: false").replace("name: shop", "name: b")
    Path("clusters/shop.yaml").write_text(f"{KUSTOMIZATION}---\n{other}")
    assert outcome("--apply=flux")["outcome"] == "reject"


def test_a_kustomization_of_flux_means_nothing_to_others() -> None:
    Path("clusters/shop.yaml").write_text(KUSTOMIZATION)
    assert outcome("--apply=client")["outcome"] == "reject"
    assert outcome("--apply=argocd")["outcome"] == "reject"


@pytest.mark.parametrize(
    ("options", "is_server_side", "is_replaced"),
    [
        (["CreateNamespace=true"], False, False),
        (["ServerSideApply=true"], True, False),
        (["ServerSideApply=true", "Replace=true"], False, True),
        (["Replace=True", "ServerSideApply = true"], False, False),
    ],
)
def test_sync_options_of_an_application(
    options: Sequence[str], is_server_side: bool, is_replaced: bool
) -> None:
    write_application(*options)
    # The port that is live and not in the manifest stays, goes with its manager, or is replaced.
    live("argocd-controller", "Apply")
    Path("apps/app.yaml").write_text(MANIFEST.replace("name: web", "name: http"))
    ports = [port["port"] for port in outcome("--apply=argocd")["after"]["spec"]["ports"]]
    assert ports == ([9090] if is_server_side or is_replaced else [9090, 8080])
    live("argocd-controller", "Apply", labels={"own": "x"})
    found = outcome("--apply=argocd")
    assert ("metadata-dropped" in rules(found)) == is_replaced


def test_an_object_may_refuse_server_side_apply() -> None:
    write_application("ServerSideApply=true")
    live("argocd-controller", "Apply")
    text = MANIFEST.replace("name: web", "name: http").replace(
        "namespace: shop}",
        "namespace: shop, annotations: {argocd.argoproj.io/sync-options: ServerSideApply=false}}",
    )
    Path("apps/app.yaml").write_text(text)
    ports = [port["port"] for port in outcome("--apply=argocd")["after"]["spec"]["ports"]]
    assert ports == [9090, 8080]


def test_force_of_an_application_has_no_effect_but_that_of_an_object_does() -> None:
    write_application("Force=true")
    assert outcome("--apply=argocd")["outcome"] == "reject"
    marked = "namespace: shop, annotations: {argocd.argoproj.io/sync-options: Force=true}}"
    Path("apps/app.yaml").write_text(REJECTED.replace("namespace: shop}", marked))
    assert outcome("--apply=argocd")["outcome"] == "recreate"
    write_application("ServerSideApply=true")
    assert rules(outcome("--apply=argocd")) == ["sync-options-contradict"]


def test_client_side_fields_stay_without_migration() -> None:
    live("kubectl-client-side-apply", "Update")
    Path("apps/app.yaml").write_text(MANIFEST.replace("name: web", "name: http"))
    for option, ports in (
        ("ServerSideApply=true", [9090]),
        ("ServerSideApply=true, ClientSideApplyMigration=false", [8080, 9090]),
    ):
        write_application(option)
        spec = outcome("--apply=argocd")["after"]["spec"]
        assert sorted(port["port"] for port in spec["ports"]) == ports


def test_options_of_a_set_are_those_of_its_template() -> None:
    Path("clusters/set.yaml").write_text(
        "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: shop}\n"
        "spec:\n  generators: [{list: {elements: [{name: a}]}}]\n  template:\n"
        "    metadata: {name: '{{name}}'}\n    spec:\n"
        "      source: {repoURL: https://example.com/shop.git, path: apps}\n"
        "      syncPolicy: {syncOptions: [Replace=true]}\n"
    )
    live("argocd-controller", "Apply", labels={"own": "x"})
    Path("apps/app.yaml").write_text(MANIFEST)
    assert "metadata-dropped" in rules(outcome("--apply=argocd"))
