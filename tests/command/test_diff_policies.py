"""Policies for admission refuse in ``svclint diff``."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from svclint.cli import group

from tests.command.diff_runs import EXAMPLE, diff, objects

POLICIES = EXAMPLE.parent / "policies"
NODE_PORT = EXAMPLE.parent / "kinds" / "nodeport.yaml"


def test_a_policy_refuses_in_its_own_words() -> None:
    shown = diff("--policy", POLICIES, NODE_PORT, EXAMPLE / "released.yaml")
    snapshot = Path(__file__).parent / "snapshots" / "diff-policy.txt"
    assert shown.stdout.replace(f"{EXAMPLE.parent}/", "") == snapshot.read_text(encoding="utf-8")
    assert shown.exit_code == 2
    assert diff(NODE_PORT).exit_code == 1


def port_stays(folder: Path) -> Path:
    """Write a policy that forbids changes to the first port."""
    policy = folder / "policy.yaml"
    expression = "oldObject == null || object.spec.ports[0].port == oldObject.spec.ports[0].port"
    text = (POLICIES / "no-node-ports.yaml").read_text()
    policy.write_text(text.replace("object.spec.type != 'NodePort'", expression))
    return policy


def test_a_policy_sees_the_live_object(tmp_path: Path) -> None:
    policy = port_stays(tmp_path)
    outcomes = objects("--policy", policy, EXAMPLE / "released.yaml", NODE_PORT)
    assert [each["outcome"] for each in outcomes] == ["reject", "create"]
    (finding,) = (f for f in outcomes[0]["findings"] if f["server"])
    assert finding["rule"] == "policy-denied"
    assert outcomes[0]["after"] is None


def test_policies_apply_from_wherever_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    policy = (POLICIES / "no-node-ports.yaml").read_text()
    Path("policy.yaml").write_text(policy)
    assert [each["outcome"] for each in objects("policy.yaml", NODE_PORT)] == ["reject"]
    assert [each["outcome"] for each in objects(NODE_PORT)] == ["create"]
    Path(".svclint/policies").mkdir(parents=True)
    Path(".svclint/policies/policy.yaml").write_text(policy)
    assert [each["outcome"] for each in objects(NODE_PORT)] == ["reject"]
    live = tmp_path / "live.yaml"
    live.write_text(policy)
    words = ["diff", "--no-config", "--live", str(live), str(NODE_PORT)]
    assert CliRunner().invoke(group, words).exit_code == 2


def test_a_configured_policy_applies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".svclint.yaml").write_text(f"policies: [{POLICIES}]\n")
    assert [each["outcome"] for each in objects("--trust", POLICIES, NODE_PORT)] == ["reject"]
    assert [each["outcome"] for each in objects("--no-config", NODE_PORT)] == ["create"]


def test_policies_are_not_asked_where_kubectl_sends_nothing(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    text = (POLICIES / "no-node-ports.yaml").read_text()
    policy.write_text(text.replace("object.spec.type != 'NodePort'", "1 == 2"))
    words = ("--policy", policy, EXAMPLE / "service.yaml")
    assert [each["outcome"] for each in objects(*words)] == ["unchanged"]
    for how in ("server", "replace"):
        assert [each["outcome"] for each in objects("--apply", how, *words)] == ["reject"]


def test_what_the_server_refuses_first_is_not_held_against_policies(tmp_path: Path) -> None:
    policy = port_stays(tmp_path)
    (edited,) = objects("--policy", policy, EXAMPLE / "edited.yaml")
    assert [f["rule"] for f in edited["findings"] if f["server"]] == ["cluster-ip-changed"]


def test_a_policy_that_cannot_be_used_is_never_a_pass(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text((POLICIES / "no-node-ports.yaml").read_text().replace("!=", "=!"))
    shown = diff("--fail-on", "reject", "--policy", policy, NODE_PORT)
    assert shown.exit_code == 2
    assert f"svclint: error: {policy} line 14, column 36: compilation failed" in shown.stderr
    assert diff("--policy", tmp_path / "none.yaml", NODE_PORT).exit_code == 2


def test_what_a_policy_says_can_be_suppressed_but_not_the_refusal(tmp_path: Path) -> None:
    file = tmp_path / "web.yaml"
    text = NODE_PORT.read_text().replace(
        "name: gateway", "name: gateway  # svclint: ignore[policy-denied] agreed"
    )
    file.write_text(text)
    (gateway,) = objects("--policy", POLICIES, file)
    assert gateway["outcome"] == "reject"
    assert [each["rule"] for each in gateway["suppressed"]] == ["policy-denied"]
