"""Run ``svclint diff`` as users do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from svclint.cli import group

from tests.command.diff_runs import EXAMPLE, LIVE, diff, objects

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


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


@pytest.mark.parametrize(("file", "rules"), [("dns", set()), ("queue", {"stays-headless"})])
def test_where_kubectl_hid_the_managers_only_what_was_applied_counts(
    file: str, rules: set[str]
) -> None:
    apply = EXAMPLE.parent / "apply"
    words = ("--format", "json", "--apply", "server", "--live", apply / "live.yaml")
    done = CliRunner().invoke(group, ["diff", *map(str, words), str(apply / f"{file}.yaml")])
    (found,) = json.loads(done.stdout)["objects"]
    assert {each["rule"] for each in found["findings"]} == rules


def test_a_template_that_is_named_is_not_compared(tmp_path: Path) -> None:
    named = tmp_path / "service.yaml"
    named.write_text('apiVersion: v1\nkind: Service\nmetadata: {name: "{{ name }}"}\n')
    result = diff(named)
    # pre-commit names every file of a commit.
    assert result.exit_code == 0
    told = f"not compared: {named} line 3, column 19: this file is a template with {{{{ }}}}"
    assert told in result.stderr
    # In a folder, such files are expected.
    assert "not compared" not in diff(tmp_path).stderr


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


@pytest.mark.parametrize(
    ("text", "code"), [("", 2), ("# nothing\n", 2), ("kind: List\napiVersion: v1\nitems: []\n", 1)]
)
def test_an_empty_file_is_no_snapshot_of_an_empty_cluster(
    tmp_path: Path, text: str, code: int
) -> None:
    live, service = tmp_path / "live.yaml", tmp_path / "service.yaml"
    live.write_text(text)
    service.write_text(
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n"
    )
    done = CliRunner().invoke(group, ["diff", "--live", str(live), str(service)])
    assert done.exit_code == code
    assert ("contains no object, not even an empty List" in done.stderr) == (code == 2)
