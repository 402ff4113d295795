"""The same manifest, applied by kubectl, Flux, Argo CD and Helm."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command.applier_runs import (
    LAST_APPLIED,
    MANIFEST,
    PREVIOUS,
    diff,
    live,
    outcome,
    rules,
    write_manifest,
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("app.yaml").write_text(MANIFEST)
    Path("previous.yaml").write_text(PREVIOUS)


@pytest.mark.parametrize(
    ("applier", "manager", "operation"),
    [
        ("flux", "kustomize-controller", "Apply"),
        ("argocd-server-side", "argocd-controller", "Apply"),
        ("argocd-server-side", "kubectl-client-side-apply", "Update"),
        ("helm4", "helm", "Apply"),
        ("helm4", "helm", "Update"),
    ],
)
def test_a_tool_removes_what_it_manages_and_what_it_takes_over(
    applier: str, manager: str, operation: str
) -> None:
    live(manager, operation)
    found = outcome("--apply", applier)
    assert found["outcome"] == "update"
    assert [port["port"] for port in found["after"]["spec"]["ports"]] == [9090]
    assert "publishNotReadyAddresses" not in found["after"]["spec"]


@pytest.mark.parametrize(
    ("manager", "operation"),
    [("kubectl-edit", "Update"), ("kubectl", "Apply"), ("before-first-apply", "Update")],
)
def test_flux_takes_over_fields_once_the_server_has_accepted_a_dry_run(
    manager: str, operation: str
) -> None:
    live(manager, operation)
    # In the dry run, the live port stays, and both have the same name.
    assert outcome("--apply", "flux")["outcome"] == "reject"
    Path("app.yaml").write_text(MANIFEST.replace("name: web", "name: http"))
    found = outcome("--apply", "flux")
    assert found["outcome"] == "update"
    assert [port["port"] for port in found["after"]["spec"]["ports"]] == [9090]
    assert "publishNotReadyAddresses" not in found["after"]["spec"]


def test_argo_cd_takes_over_what_it_applied_from_the_client() -> None:
    live("argocd-controller", "Update", annotations={LAST_APPLIED: "{}"})
    Path("app.yaml").write_text(MANIFEST.replace("name: web", "name: http"))
    found = outcome("--apply", "argocd-server-side")
    assert [port["port"] for port in found["after"]["spec"]["ports"]] == [9090]


@pytest.mark.parametrize(
    ("applier", "manager"),
    [
        ("flux", "helm"),
        ("argocd-server-side", "kubectl-edit"),
        ("helm4", "helm-controller"),
        ("server", "kustomize-controller"),
    ],
)
def test_a_port_of_another_manager_stays(applier: str, manager: str) -> None:
    live(manager, "Update")
    found = outcome("--apply", applier)
    assert found["outcome"] == "reject"
    assert any(f'"{manager}" manages it' in each["message"] for each in found["findings"])


def test_the_field_manager_of_kubectl() -> None:
    live("pipeline", "Apply")
    assert outcome("--apply", "server")["outcome"] == "reject"
    assert outcome("--apply", "server", "--field-manager", "pipeline")["outcome"] == "update"


def test_helm_3_merges_with_the_last_release() -> None:
    live("helm", "Update", labels={"app.kubernetes.io/managed-by": "Helm"})
    found = outcome("--apply", "helm3", "--previous", "previous.yaml")
    assert found["outcome"] == "update"
    assert [port["port"] for port in found["after"]["spec"]["ports"]] == [9090]
    # Somebody set it by hand: it is in neither release.
    assert found["after"]["spec"]["publishNotReadyAddresses"] is True
    (kept,) = (each for each in found["findings"] if each["rule"] == "field-kept")
    assert "it was not in the last release" in kept["message"]
    assert "managed-by" not in str(found["changes"])


def test_helm_3_takes_over_an_object_that_no_release_contains() -> None:
    live("kubectl-create", "Update")
    Path("previous.yaml").write_text(PREVIOUS.replace("name: app", "name: other"))
    found = outcome("--apply", "helm3", "--previous", "previous.yaml")
    assert [port["port"] for port in found["after"]["spec"]["ports"]] == [9090]
    assert "publishNotReadyAddresses" not in found["after"]["spec"]


def test_a_conflict_names_the_manager_the_field_and_both_values() -> None:
    live("autoscaler", "Update")
    Path("app.yaml").write_text(PREVIOUS.replace("targetPort: 8080", "targetPort: 81"))
    found = outcome("--apply", "helm4", "--namespace", "shop")
    (conflict,) = (each for each in found["findings"] if each["rule"] == "apply-conflict")
    assert conflict["message"].startswith(
        '.spec.ports[port=8080,protocol="TCP"].targetPort is managed by "autoscaler" using v1, '
        "but the manifest changes it from 8080 to 81"
    )


def test_a_conflict_about_a_selector_shows_both() -> None:
    live("kubectl-expose", "Update")
    Path("app.yaml").write_text(PREVIOUS.replace("app: app", "name: app"))
    found = outcome("--apply", "helm4", "--namespace", "shop")
    (conflict,) = (each for each in found["findings"] if each["rule"] == "apply-conflict")
    assert 'from {"app": "app"} to {"name": "app"}' in conflict["message"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--apply", "helm3"), "--apply helm3 needs --previous FILE"),
        (("--previous", "previous.yaml"), "--previous needs --apply helm3"),
        (("--apply", "flux", "--field-manager", "x"), "--field-manager needs --apply server"),
        (("--apply", "server", "--field-manager", "x" * 129), "more than 128 characters"),
    ],
)
def test_options_that_do_not_fit(words: tuple[str, ...], message: str) -> None:
    live("helm", "Update")
    done = diff(*words)
    assert done.exit_code == 2
    assert message in done.output


def test_a_forced_upgrade_of_helm_replaces_what_it_does_not_mark() -> None:
    marks = {"annotations": {"meta.helm.sh/release-name": "app", "by-hand": "yes"}}
    live("kubectl-edit", "Update", **marks)
    found = outcome("--apply", "helm-replace")
    assert found["after"]["metadata"]["annotations"] == {"meta.helm.sh/release-name": "app"}
    assert [port["port"] for port in found["after"]["spec"]["ports"]] == [9090]
    (dropped,) = (each for each in found["findings"] if each["rule"] == "metadata-dropped")
    assert dropped["message"].startswith("replace drops the annotations by-hand of")


def test_a_replace_loses_no_annotation_of_the_last_apply() -> None:
    live("kubectl-client-side-apply", "Update", annotations={LAST_APPLIED: "{}"})
    found = outcome("--apply", "replace")
    assert "metadata-dropped" not in [each["rule"] for each in found["findings"]]


def test_a_replace_updates_an_annotation_of_the_last_apply_that_was_exported() -> None:
    live("kubectl-client-side-apply", "Update", annotations={LAST_APPLIED: "{}"})
    write_manifest(LAST_APPLIED, "{}")
    annotations = outcome("--apply", "replace")["after"]["metadata"]["annotations"]
    assert '"port":9090' in annotations[LAST_APPLIED]


@pytest.mark.parametrize("applier", ["server", "flux", "argocd-server-side", "helm4"])
def test_an_address_is_not_left_out_if_the_managers_are_hidden(applier: str) -> None:
    live("kustomize-controller", "Apply", managedFields=[])
    Path("app.yaml").write_text(MANIFEST.replace("9090", "8080"))
    assert "cluster-ip-kept" not in rules(outcome("--apply", applier))
