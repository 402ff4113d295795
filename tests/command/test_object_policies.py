"""Labels and annotations of one object that change how Flux applies it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from svclint.cli import group

from tests.command.applier_runs import MANIFEST, PLACE, live, outcome, rules, write_manifest

FLUX = "kustomize.toolkit.fluxcd.io"
SYNC = "argocd.argoproj.io/sync-options"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    live("kustomize-controller", "Apply")


@pytest.mark.parametrize("field", ["annotations", "labels"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reconcile", "disabled"),
        ("reconcile", "Disabled"),
        ("ssa", "Ignore"),
        ("ssa", "IfNotPresent"),
        ("ssa", "ifnotpresent"),
    ],
)
def test_flux_does_not_apply_what_is_marked(name: str, value: str, field: str) -> None:
    write_manifest(f"{FLUX}/{name}", value, field=field)
    found = outcome("--apply", "flux")
    assert found["outcome"] == "skip"
    assert found["after"]["spec"]["ports"][0]["port"] == 8080
    assert rules(found) == ["apply-skipped"]
    assert f"{FLUX}/{name}: {value}" in found["findings"][0]["message"]
    # The annotation means nothing to the others.
    assert outcome("--apply", "replace")["outcome"] == "update"


@pytest.mark.parametrize(("name", "value"), [("reconcile", "disabled"), ("ssa", "Ignore")])
def test_flux_does_not_apply_what_is_marked_in_the_cluster(name: str, value: str) -> None:
    Path("app.yaml").write_text(MANIFEST)
    live("kustomize-controller", "Apply", annotations={f"{FLUX}/{name}": value})
    found = outcome("--apply", "flux")
    assert found["outcome"] == "skip"
    assert "of the live object" in found["findings"][0]["message"]


def test_a_live_mark_for_absent_objects_means_nothing() -> None:
    Path("app.yaml").write_text(MANIFEST)
    live("kustomize-controller", "Apply", labels={f"{FLUX}/ssa": "IfNotPresent"})
    assert outcome("--apply", "flux")["outcome"] == "update"


def test_flux_creates_what_is_not_present() -> None:
    write_manifest(f"{FLUX}/ssa", "IfNotPresent")
    Path("app.yaml").write_text(Path("app.yaml").read_text().replace("name: app", "name: new"))
    assert outcome("--apply", "flux")["outcome"] == "create"


def test_flux_never_creates_what_it_ignores() -> None:
    Path("app.yaml").write_text(
        MANIFEST.replace(PLACE, f"name: new, labels: {{{FLUX}/ssa: Ignore}}, namespace: shop")
    )
    found = outcome("--apply", "flux")
    assert (found["outcome"], found["after"]) == ("skip", None)
    assert "it is not created" in found["findings"][0]["message"]


def test_skipped_objects_change_nothing_and_are_not_refused() -> None:
    write_manifest(f"{FLUX}/ssa", "Ignore", MANIFEST.replace("9090", "99999"))
    arguments = ["diff", "--live", "live.json", "--no-config", "--apply", "flux", "app.yaml"]
    done = CliRunner().invoke(group, arguments, prog_name="svclint")
    assert done.exit_code == 0
    assert "would not be applied: Service shop/app (app.yaml:1)" in done.stdout
    assert "Applying 1 Service: 1 would not be applied" in done.stdout


def test_check_reports_what_is_wrong_with_a_skipped_manifest() -> None:
    write_manifest(f"{FLUX}/ssa", "Ignore", MANIFEST.replace("9090", "99999"))
    arguments = ["check", "--live", "live.json", "--no-config", "--apply", "flux", "app.yaml"]
    done = CliRunner().invoke(group, arguments, prog_name="svclint")
    assert "[port-out-of-range]" in done.stdout
    assert "[apply-skipped]" in done.stdout


def test_flux_merges_without_taking_over_the_fields_of_kubectl() -> None:
    live("kubectl-edit", "Update")
    write_manifest(f"{FLUX}/ssa", "Merge", MANIFEST.replace("name: web", "name: http"))
    found = outcome("--apply", "flux")
    assert sorted(port["port"] for port in found["after"]["spec"]["ports"]) == [8080, 9090]
    assert found["after"]["spec"]["publishNotReadyAddresses"] is True


def test_flux_deletes_and_creates_what_the_server_rejects() -> None:
    changed = MANIFEST.replace("  selector", "  clusterIP: 10.96.7.8\n  selector")
    write_manifest(f"{FLUX}/force", "enabled", changed)
    found = outcome("--apply", "flux")
    assert found["outcome"] == "recreate"
    assert found["after"]["spec"]["clusterIP"] == "10.96.7.8"
    assert "after the server rejects the update (clusterIP is immutable" in str(found["findings"])
    # Only what the server rejects is deleted.
    write_manifest(f"{FLUX}/force", "enabled")
    assert outcome("--apply", "flux")["outcome"] == "update"
    write_manifest(f"{FLUX}/force", "disabled", changed)
    assert outcome("--apply", "flux")["outcome"] == "reject"


def test_flux_deletes_an_object_that_it_cannot_create() -> None:
    write_manifest(f"{FLUX}/force", "enabled", MANIFEST.replace("9090", "99999"))
    found = outcome("--apply", "flux")
    assert found["outcome"] == "reject"
    (recreated,) = (each for each in found["findings"] if each["rule"] == "object-recreated")
    assert recreated["severity"] == "error"
    assert "deletes the live object and fails to create it again" in recreated["message"]


def test_flux_deletes_nothing_for_a_manifest_that_does_not_decode() -> None:
    write_manifest(f"{FLUX}/force", "enabled", MANIFEST.replace("9090", "[]"))
    found = outcome("--apply", "flux")
    assert found["outcome"] == "reject"
    assert "object-recreated" not in rules(found)


def test_a_reference_to_a_skipped_service_is_one_to_the_live_one() -> None:
    write_manifest(f"{FLUX}/reconcile", "disabled")
    Path("ingress.yaml").write_text(
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
        "metadata: {name: app, namespace: shop}\nspec:\n  defaultBackend:\n"
        "    service: {name: app, port: {number: 9090}}\n"
    )
    arguments = ["check", "--live", "live.json", "--no-config", "--apply", "flux"]
    done = CliRunner().invoke(group, [*arguments, "app.yaml", "ingress.yaml"], prog_name="svclint")
    assert "[backend-port-missing]" in done.stdout


@pytest.mark.parametrize(
    ("key", "value", "is_note"),
    [
        (f"{FLUX}/ssa", "Merge", True),
        (f"{FLUX}/ssa", "Override", True),
        (f"{FLUX}/ssa", "Ignore", True),
        (f"{FLUX}/ssa", "IfNotPresent", False),
        (f"{FLUX}/ssa", "Mergee", False),
        (f"{FLUX}/force", "enabled", False),
        (SYNC, "Validate=false,ServerSideApply=true", True),
        (SYNC, "ServerSideApply=false", False),
    ],
)
def test_a_part_for_server_side_apply_may_lack_ports(key: str, value: str, is_note: bool) -> None:
    part = MANIFEST.partition("  ports:")[0]
    write_manifest(key, value, part)
    done = CliRunner().invoke(group, ["check", "--no-config", "app.yaml"], prog_name="svclint")
    assert ("note: a Service of type ClusterIP needs at least one port" in done.stdout) == is_note
    assert done.exit_code == (0 if is_note else 1)


def test_a_part_changes_the_live_object_and_creates_none() -> None:
    live("helm", "Update")
    part = MANIFEST.partition("  ports:")[0]
    write_manifest(f"{FLUX}/ssa", "Merge", part.replace("app: app", "app: other"))
    found = outcome("--apply", "flux")
    assert (found["outcome"], found["after"]["spec"]["ports"][0]["port"]) == ("update", 8080)
    write_manifest(f"{FLUX}/ssa", "Merge", part)
    Path("app.yaml").write_text(Path("app.yaml").read_text().replace("name: app,", "name: new,"))
    assert outcome("--apply", "flux")["outcome"] == "reject"


def test_no_policy_sees_what_is_not_applied() -> None:
    Path("policy.yaml").write_text(
        "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\n"
        "metadata: {name: none}\nspec:\n  matchConstraints:\n    resourceRules:\n"
        "      - {apiGroups: [''], apiVersions: [v1], operations: [CREATE, UPDATE],"
        " resources: [services]}\n  validations: [{expression: 'false'}]\n---\n"
        "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\n"
        "metadata: {name: none}\nspec: {policyName: none, validationActions: [Deny]}\n"
    )
    write_manifest(f"{FLUX}/ssa", "Override")
    assert outcome("--apply", "flux", "--policy", "policy.yaml")["outcome"] == "reject"
    write_manifest(f"{FLUX}/ssa", "Ignore")
    assert outcome("--apply", "flux", "--policy", "policy.yaml")["outcome"] == "skip"
