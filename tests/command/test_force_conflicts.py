"""Conflicts of server-side apply: taken over or rejected, with the same options everywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from svclint.kubernetes.merge.apply_options import BEFORE_FIRST_APPLY

from tests.command.applier_runs import MANIFEST, live
from tests.command.runs import svclint

# The port that somebody else has set gets another targetPort.
CONFLICTING = MANIFEST.replace("9090", "8080").replace("targetPort: 8080", "targetPort: 81")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("app.yaml").write_text(CONFLICTING)
    live("edge-operator", "Apply")


def applied(command: str, *words: str) -> Result:
    return svclint(command, "--live", "live.json", "--no-config", "--format=json", *words)


def findings(command: str, *words: str) -> list[dict[str, Any]]:
    result = json.loads(applied(command, *words, "app.yaml").stdout)
    found = result["objects"][0] if command == "diff" else result
    return [each for each in found["findings"] if each["rule"].split("-")[0] in ("field", "apply")]


@pytest.mark.parametrize("command", ["check", "diff"])
@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (["--apply=server"], "field-taken-over"),
        (["--apply=server", "--force-conflicts"], "field-taken-over"),
        (["--apply=server", "--no-force-conflicts"], "apply-conflict"),
        (["--apply=helm4"], "apply-conflict"),
        (["--apply=helm4", "--force-conflicts"], "field-taken-over"),
        (["--apply=flux"], "field-taken-over"),
    ],
)
def test_check_and_diff_treat_conflicts_alike(command: str, words: list[str], rule: str) -> None:
    found = [each for each in findings(command, *words) if each["rule"] != "field-kept"]
    assert [each["rule"] for each in found] == [rule]
    assert '"edge-operator"' in found[0]["message"]
    assert "from 8080 to 81" in found[0]["message"]


def test_a_remedy_names_the_option_only_where_it_is_one() -> None:
    (found,) = (each for each in findings("check", "--apply=server") if "taken" in each["rule"])
    assert "without --force-conflicts, the server rejects the apply" in found["remedy"]
    (found,) = (each for each in findings("check", "--apply=flux") if "taken" in each["rule"])
    assert "--force-conflicts" not in found["remedy"]


@pytest.mark.parametrize("is_recorded", [True, False])
def test_no_manager_is_blamed_for_fields_from_before_the_first_apply(is_recorded: bool) -> None:
    live(BEFORE_FIRST_APPLY, "Update")
    if not is_recorded:
        stored = json.loads(Path("live.json").read_text())
        del stored["metadata"]["managedFields"]
        Path("live.json").write_text(json.dumps(stored))
    found = findings("diff", "--apply=server")
    taken = [each for each in found if each["rule"] == "field-taken-over"]
    assert taken
    for each in taken:
        assert each["severity"] == "note"
        assert "was set before the first server-side apply: no manager" in each["message"]
    assert all("manages it" not in each["message"] for each in found)
    for each in findings("diff", "--apply=server", "--no-force-conflicts"):
        if each["rule"] == "apply-conflict":
            assert "was set before the first server-side apply" in each["message"]


def test_a_rejected_apply_takes_nothing_over() -> None:
    Path("app.yaml").write_text(CONFLICTING.replace("name: web", "name: Web"))
    assert [each["rule"] for each in findings("diff", "--apply=server")] == ["field-kept"]
    assert [each["rule"] for each in findings("check", "--apply=server")] == ["field-kept"]


def test_a_policy_that_rejects_an_apply_takes_nothing_over() -> None:
    Path("policy.yaml").write_text(
        "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy,\n"
        " metadata: {name: never}, spec: {validations: [{expression: 'false'}],\n"
        " matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1],\n"
        " operations: ['*'], resources: [services]}]}}}\n---\n"
        "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding,\n"
        " metadata: {name: never}, spec: {policyName: never, validationActions: [Deny]}}\n"
    )
    found = findings("diff", "--apply=server", "--policy=policy.yaml")
    assert [each["rule"] for each in found] == ["field-kept"]


def test_the_option_needs_server_side_apply_and_live_objects() -> None:
    done = applied("check", "--force-conflicts", "app.yaml")
    assert "note: --force-conflicts has no effect: client is not server-side apply" in done.stderr
    done = svclint("check", "--no-force-conflicts", "app.yaml")
    assert "--force-conflicts needs --live" in done.stderr
    assert done.exit_code == 2
