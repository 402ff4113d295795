"""Run ``svclint diff`` as users do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from svclint.cli import group

from tests.command.runs import svclint

EXAMPLE = Path(__file__).parents[2] / "examples" / "sample-clusterip-vip"
LIVE = EXAMPLE / "live.yaml"
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def diff(*words: str | Path) -> Result:
    arguments = ["diff", "--live", *map(str, (LIVE, *words))]
    return CliRunner().invoke(group, arguments, prog_name="svclint")


def objects(*words: str | Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(diff("--format", "json", *words).stdout)["objects"]
    return found


@pytest.mark.parametrize(
    ("files", "outcomes", "code"),
    [
        (["service.yaml"], ["unchanged"], 0),
        (["edited.yaml"], ["reject"], 2),
        (["released.yaml"], ["update"], 1),
        (["../kinds/headless.yaml"], ["create"], 1),
        (["service.yaml", "released.yaml"], ["unchanged", "update"], 1),
        (["edited.yaml", "released.yaml"], ["reject", "update"], 2),
        (["../broken/misspelt.yaml"], ["reject"], 2),
    ],
)
def test_outcomes_and_exit_codes(files: list[str], outcomes: list[str], code: int) -> None:
    paths = [EXAMPLE / file for file in files]
    assert [each["outcome"] for each in objects(*paths)] == outcomes
    assert diff(*paths).exit_code == code


@pytest.mark.parametrize(
    ("file", "code"), [("released.yaml", 0), ("edited.yaml", 2), ("none.yaml", 2)]
)
def test_only_refusals_fail_where_that_is_asked_for(file: str, code: int) -> None:
    assert diff("--fail-on", "reject", EXAMPLE / file).exit_code == code


def test_a_file_without_an_object_is_nothing_to_be_refused(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: shop\n")
    assert objects(tmp_path) == []
    assert diff(tmp_path).exit_code == 0


def test_what_else_bears_the_name_of_a_live_service_is_no_change_of_it(tmp_path: Path) -> None:
    (service,) = objects(EXAMPLE / "service.yaml")
    name = service["object"]["name"]
    (tmp_path / "deployment.yaml").write_text(
        f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\n"
        "spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}}}\n"
    )
    found = diff(EXAMPLE / "service.yaml", tmp_path)
    assert found.exit_code == 0, found.stdout


def test_the_born_scenario_has_its_line_and_the_way_out() -> None:
    (edited,) = objects(EXAMPLE / "edited.yaml")
    (finding,) = (f for f in edited["findings"] if f["server"])
    assert finding["rule"] == "cluster-ip-changed"
    assert (finding["line"], finding["column"]) == (7, 14)
    assert finding["server"]["field"] == "spec.clusterIPs[0]"
    assert "leave clusterIP out to keep 10.3.251.194" in finding["remedy"]
    assert edited["after"] is None


def test_changes_say_by_whose_doing(tmp_path: Path) -> None:
    file = tmp_path / "web.yaml"
    text = (EXAMPLE / "service.yaml").read_text().replace("ClusterIP", "NodePort")
    file.write_text(text)
    (web,) = objects(file)
    causes = {change["field"]: change["cause"] for change in web["changes"]}
    assert causes[".spec.type"] == "manifest"
    assert causes[".spec.externalTrafficPolicy"] == "server"
    text = diff(file).stdout
    assert '  .spec.type\n    - "ClusterIP"\n    + "NodePort"\n' in text
    assert ".spec.externalTrafficPolicy  (by the server)\n" in text
    assert LAST_APPLIED not in text


def test_the_same_is_found_in_the_gate() -> None:
    words = ["check", "--live", str(LIVE), str(EXAMPLE / "edited.yaml")]
    done = CliRunner().invoke(group, words)
    assert done.exit_code == 1
    assert (
        "clusterIP is immutable: it cannot change from 10.3.251.194 to 10.3.251.195" in done.stdout
    )


def test_what_an_apply_would_leave_behind(tmp_path: Path) -> None:
    def service(name: str, namespace: str = "default", **metadata: object) -> dict[str, object]:
        named = {"name": name, "namespace": namespace, **metadata}
        spec = {"clusterIP": "None", "clusterIPs": ["None"]}
        return {"apiVersion": "v1", "kind": "Service", "metadata": named, "spec": spec}

    applied = {LAST_APPLIED: "{}"}
    items = [
        service("kept", annotations=applied),
        service("gone", annotations=applied, labels={"app": "shop"}),
        service("gone-too", managedFields=[{"operation": "Apply", "manager": "argo"}]),
        service("by-hand"),
        service("far", namespace="other", annotations=applied),
    ]
    live, kept = tmp_path / "live.json", tmp_path / "kept.yaml"
    live.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
    kept.write_text(
        "apiVersion: v1\nkind: Service\nmetadata: {name: kept}\nspec: {clusterIP: None}\n"
    )

    def left(*words: str) -> list[str]:
        arguments = ["diff", "--live", str(live), "--format", "json", *words, str(kept)]
        shown = json.loads(CliRunner().invoke(group, arguments).stdout)
        return [name["name"] for name in shown["leftBehind"]]

    assert left() == []
    assert left("--prune-report") == ["gone", "gone-too"]
    assert left("--prune-report", "-l", "app=shop") == ["gone"]
    broken = ["diff", "--live", str(live), "--prune-report", "-l", "app", str(kept)]
    assert CliRunner().invoke(group, broken).exit_code == 2


def test_what_cannot_be_read_is_never_a_pass(tmp_path: Path) -> None:
    assert diff(tmp_path / "none.yaml").exit_code == 2
    words = ["diff", "--live", str(tmp_path / "none.json"), str(EXAMPLE / "service.yaml")]
    assert CliRunner().invoke(group, words).exit_code == 2
    assert CliRunner().invoke(group, ["diff", str(EXAMPLE / "service.yaml")]).exit_code == 2


def test_a_broken_document_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("apiVersion: v1\nkind: Service\nmetadata: [\n")
    (broken,) = objects(file)
    assert broken["outcome"] == "reject"
    assert diff(file).exit_code == 2


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


@pytest.mark.parametrize(("file", "rules"), [("dns", set()), ("queue", {"stays-headless"})])
def test_where_kubectl_hid_the_managers_only_what_was_applied_counts(
    file: str, rules: set[str]
) -> None:
    apply = EXAMPLE.parent / "apply"
    words = ("--format", "json", "--apply", "server", "--live", apply / "live.yaml")
    done = CliRunner().invoke(group, ["diff", *map(str, words), str(apply / f"{file}.yaml")])
    (found,) = json.loads(done.stdout)["objects"]
    assert {each["rule"] for each in found["findings"]} == rules


def test_a_template_that_is_named_cannot_be_compared(tmp_path: Path) -> None:
    named = tmp_path / "service.yaml"
    named.write_text('apiVersion: v1\nkind: Service\nmetadata: {name: "{{ name }}"}\n')
    result = diff(named)
    assert result.exit_code == 2
    assert f"{named} line 3, column 19: this file is a template with {{{{ }}}}" in result.stderr
    # In a folder, such files are expected.
    assert diff(tmp_path).exit_code == 0


@pytest.mark.parametrize(
    ("version", "outcome"), [("1.32", "reject"), ("1.33", "unchanged")], ids=str
)
def test_a_file_in_braces_is_read_as_kubectl_of_the_version_reads_it(
    version: str, outcome: str, tmp_path: Path
) -> None:
    data = yaml.safe_load((EXAMPLE / "service.yaml").read_text())
    braces = tmp_path / "service.yaml"
    braces.write_text(yaml.safe_dump(data, default_flow_style=True, width=10_000))
    assert braces.read_text()[0] == "{"
    (found,) = objects("--kubernetes-version", version, braces)
    assert found["outcome"] == outcome
    rules = {finding["rule"] for finding in found["findings"]}
    assert ("yaml-syntax" in rules) == (outcome == "reject")


RECORDED = """\
apiVersion: v1
kind: Service
metadata:
  name: {name}
  namespace: default
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {record}
spec:
  clusterIP: 10.96.0.9
  clusterIPs: [10.96.0.9]
  internalTrafficPolicy: Cluster
  ipFamilies: [IPv4]
  ipFamilyPolicy: SingleStack
  ports: [{{port: 80, protocol: TCP, targetPort: 80}}]
  selector: {{app: web}}
  sessionAffinity: None
  type: ClusterIP
"""
SAME = """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: default}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 80}]
"""


def recorded(spec: str, name: str = "web") -> str:
    start = '{"apiVersion":"v1","kind":"Service","metadata":{"annotations":{},'
    record = f'{start}"name":"{name}","namespace":"default"}},"spec":{spec}}}'
    return RECORDED.format(name=name, record=record)


@pytest.mark.parametrize(
    ("live", "why"),
    [
        (
            recorded('{"ports":[{"port":80}],"selector":{"app":"web"},"type":"ClusterIP"}'),
            ["    .spec.ports[0].targetPort is now set, to its live value",
             "    .spec.type is no longer set"],
        ),
        (
            recorded('{"ports":[{"port":80,"targetPort":"80"}],"selector":{"app":"web"}}'),
            ['    .spec.ports[0].targetPort is now written 80 instead of "80"'],
        ),
        (
            "\n".join(recorded("{}").splitlines()[:5] + recorded("{}").splitlines()[8:]),
            ["    kubectl apply did not create the live object"],
        ),
    ],
)  # fmt: skip
def test_an_update_without_visible_change_says_why(
    tmp_path: Path, live: str, why: list[str]
) -> None:
    (tmp_path / "live.yaml").write_text(live)
    (tmp_path / "web.yaml").write_text(SAME)
    done = svclint("diff", "--live", tmp_path / "live.yaml", tmp_path / "web.yaml")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith("would be updated: Service default/web (")
    assert lines[1].startswith("  only the annotation kubectl.kubernetes.io/last-applied-config")
    assert lines[2:-2] == why
    assert lines[-1] == "Applying 1 Service: 1 would be updated"


def test_the_unchanged_are_listed_together(tmp_path: Path) -> None:
    names = [f"web-{number}" for number in range(12)]
    spec = '{"ports":[{"port":80,"targetPort":80}],"selector":{"app":"web"}}'
    (tmp_path / "live.yaml").write_text("---\n".join(recorded(spec, name) for name in names))
    texts = [SAME.replace("name: web", f"name: {name}") for name in (*names, "new")]
    (tmp_path / "web.yaml").write_text("---\n".join(texts))
    done = svclint("diff", "--live", tmp_path / "live.yaml", tmp_path / "web.yaml")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("would be created: Service default/new (")
    assert lines[2] == "unchanged: 12 Services"
    assert lines[3].startswith("  Service default/web-0 (")
    assert lines[13] == "  and 2 more, which --format json lists"
    assert lines[-1] == "Applying 13 Services: 1 would be created, 12 unchanged"
