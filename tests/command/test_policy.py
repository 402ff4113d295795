"""Run ``check --policy``, ``policy test`` and ``policy export`` as users do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from svclint.cli import group

TOP = Path(__file__).parents[2]
POLICY = TOP / "examples" / "policies" / "no-node-ports.yaml"
NODE_PORT = TOP / "examples" / "kinds" / "nodeport.yaml"
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {type: NodePort, selector: {app: web}, ports: [{port: 80}]}
"""


def svclint(*words: str | Path) -> Result:
    return CliRunner().invoke(group, list(map(str, words)), prog_name="svclint")


def short_form() -> str:
    """Return the example of the documentation."""
    text = (TOP / "docs" / "policies.md").read_text(encoding="utf-8")
    found = re.search(r"^```yaml\n(id: .*?)^```", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "web.yaml").write_text(SERVICE)
    return tmp_path


def test_a_named_policy_refuses() -> None:
    done = svclint("check", "--policy", POLICY, NODE_PORT)
    assert done.exit_code == 1
    assert "denied request: Service gateway may not be of type NodePort" in done.stdout


def test_a_policy_among_the_files_applies(home: Path) -> None:
    (home / "policy.yaml").write_text(POLICY.read_text())
    assert svclint("check", ".").exit_code == 1
    assert svclint("check", "web.yaml").exit_code == 0


def test_a_configured_policy_applies_from_wherever_it_is_named(home: Path) -> None:
    (home / "org").mkdir()
    (home / "org" / "policy.yaml").write_text(POLICY.read_text())
    (home / ".svclint.yaml").write_text("policies: [org]\n")
    assert svclint("check", "web.yaml").exit_code == 1
    assert svclint("check", "--no-config", "web.yaml").exit_code == 0


def test_the_documented_short_form_runs_its_examples_and_applies(home: Path) -> None:
    folder = home / ".svclint" / "policies"
    folder.mkdir(parents=True)
    (folder / "ports.yaml").write_text(short_form())
    tried = svclint("policy", "test")
    assert (tried.exit_code, tried.stdout) == (
        0,
        "no-node-ports: 2 of 2 examples have the expected result\n",
    )
    done = svclint("check", "web.yaml")
    assert done.exit_code == 1
    assert "node ports are closed in the shop" in done.stdout
    (home / "web.yaml").write_text(SERVICE.replace("shop", "other"))
    assert svclint("check", "web.yaml").exit_code == 0


def test_a_policy_without_examples_is_not_said_to_pass(home: Path) -> None:
    (home / "bare.yaml").write_text(
        """id: no-node-ports
expression: object.spec.type != "NodePort"
message: node ports are closed
"""
    )
    tried = svclint("policy", "test", "bare.yaml")
    assert (tried.exit_code, tried.stdout) == (0, "no-node-ports: no examples\n")


@pytest.mark.parametrize("command", ["test", "export"])
def test_files_without_policies_in_the_short_form_are_an_error(home: Path, command: str) -> None:
    (home / "web.yaml").write_text(SERVICE)
    tried = svclint("policy", command, "web.yaml")
    assert (tried.exit_code, tried.stdout) == (2, "")
    assert "no policy in the short form found in web.yaml" in tried.stderr


@pytest.mark.parametrize("message", ["##vso[task.complete]", "##VSO[a]", "a\x85::error::b"])
def test_a_policy_that_could_control_a_log_is_not_exported(home: Path, message: str) -> None:
    (home / "good.yaml").write_text("id: b\nexpression: 'true'\nmessage: b\n")
    policy = {"id": "a", "expression": "true", "message": message}
    (home / "short.yaml").write_text(json.dumps(policy))
    done = svclint("policy", "export", "good.yaml", "short.yaml")
    (line,) = done.stdout.splitlines()
    assert line.startswith("short.yaml:1:1: error: the policy contains control characters")
    assert done.exit_code == 1


def test_an_exported_policy_says_the_same(home: Path) -> None:
    short = home / "short.yaml"
    short.write_text(short_form())
    exported = svclint("policy", "export", short)
    kinds = [each["kind"] for each in yaml.safe_load_all(exported.stdout)]
    assert kinds == ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"]
    (home / "long.yaml").write_text(exported.stdout)
    assert svclint("check", "--policy", "long.yaml", "web.yaml").exit_code == 1


def test_an_example_that_lies_fails(home: Path) -> None:
    short = home / "short.yaml"
    short.write_text(short_form().replace("- pass:", "- fail:"))
    done = svclint("policy", "test", short)
    assert done.exit_code == 1
    assert "should fail, but passes" in done.stdout


@pytest.mark.parametrize("text", ["a: [\n", None])
def test_what_cannot_be_read_is_never_a_pass(home: Path, text: str | None) -> None:
    policy = home / "policy.yaml"
    if text is not None:
        policy.write_text(text)
    assert svclint("check", "--policy", policy, "web.yaml").exit_code == 2


def test_an_expression_that_does_not_compile_has_its_column(home: Path) -> None:
    policy = home / "policy.yaml"
    policy.write_text(POLICY.read_text().replace("object.spec.type !=", "object.spec.type =!"))
    done = svclint("check", "--policy", policy, "web.yaml")
    assert done.exit_code == 1
    assert re.search(r"policy\.yaml:14:\d+: error: compilation failed", done.stdout)


def test_updates_see_the_live_object(home: Path) -> None:
    policy = home / "policy.yaml"
    expression = "oldObject == null || object.spec.type == oldObject.spec.type"
    policy.write_text(POLICY.read_text().replace("object.spec.type != 'NodePort'", expression))
    live = home / "live.yaml"
    live.write_text(SERVICE.replace("type: NodePort", "clusterIP: 10.0.0.9, type: ClusterIP"))
    words: list[str | Path] = ["check", "--policy", policy, "web.yaml"]
    assert svclint(*words).exit_code == 0
    assert svclint(*words, "--apply", "replace", "--live", live).exit_code == 1
