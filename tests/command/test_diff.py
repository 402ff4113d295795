"""``svclint diff`` as its users call it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from svclint.cli import group

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
    assert "clusterIP may not change from 10.3.251.194 to 10.3.251.195 once set" in done.stdout


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
