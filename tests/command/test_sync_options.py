"""Sync options of one object that change how Argo CD applies it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command.applier_runs import MANIFEST, live, outcome, rules, write_manifest

SYNC = "argocd.argoproj.io/sync-options"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    live("kustomize-controller", "Apply")


def test_argo_cd_replaces() -> None:
    write_manifest(SYNC, "Prune=false, Replace=true")
    found = outcome("--apply", "argocd")
    assert (found["outcome"], found["after"]["spec"]["ports"][0]["port"]) == ("update", 9090)
    assert len(found["after"]["spec"]["ports"]) == 1
    write_manifest(SYNC, "replace=true")
    # Values are compared with their case: without the option, the port of another manager stays.
    assert outcome("--apply", "argocd")["outcome"] == "reject"


def test_argo_cd_replaces_what_is_marked_in_the_cluster() -> None:
    live("kubectl-edit", "Update", annotations={SYNC: "Replace=true"})
    Path("app.yaml").write_text(MANIFEST)
    assert outcome("--apply", "argocd")["outcome"] == "update"


def test_argo_cd_always_deletes_with_force_and_replace() -> None:
    write_manifest(SYNC, "Force=true,Replace=true")
    found = outcome("--apply", "argocd")
    assert found["outcome"] == "recreate"
    assert rules(found)[0] == "object-recreated"


def test_argo_cd_deletes_with_force_what_the_server_rejects() -> None:
    write_manifest(SYNC, "Force=true")
    found = outcome("--apply", "argocd")
    assert found["outcome"] == "recreate"
    assert "the port name 'web' is already taken" in found["findings"][0]["message"]


@pytest.mark.parametrize(
    ("options", "is_restored"), [("Force=true", True), ("Force=true,Replace=true", False)]
)
def test_argo_cd_restores_what_it_cannot_create_with_force_alone(
    options: str, is_restored: bool
) -> None:
    write_manifest(SYNC, options, MANIFEST.replace("9090", "99999"))
    found = outcome("--apply", "argocd")
    (recreated,) = (each for each in found["findings"] if each["rule"] == "object-recreated")
    assert (found["outcome"], recreated["severity"]) == ("reject", "error")
    assert ("creates the old one again" in recreated["message"]) == is_restored


def test_argo_cd_cannot_force_server_side_apply() -> None:
    write_manifest(SYNC, "Force=true,ServerSideApply=true")
    found = outcome("--apply", "argocd")
    assert (found["outcome"], rules(found)) == ("reject", ["sync-options-contradict"])
    write_manifest(SYNC, "Force=true,ServerSideApply=false")
    assert outcome("--apply", "argocd-server-side")["outcome"] == "recreate"


def test_argo_cd_applies_one_object_from_the_server() -> None:
    live("argocd-controller", "Apply")
    write_manifest(SYNC, "ServerSideApply=true")
    assert outcome("--apply", "argocd")["outcome"] == "update"
    write_manifest(SYNC, "ServerSideApply=false")
    assert outcome("--apply", "argocd-server-side")["outcome"] == "reject"


def test_argo_cd_does_not_apply_a_hook_to_skip() -> None:
    write_manifest("argocd.argoproj.io/hook", "Skip")
    assert outcome("--apply", "argocd")["outcome"] == "skip"
