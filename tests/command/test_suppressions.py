"""Suppressions through the command line: counts, reasons, reports, unused ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from svclint.rule.registry import all_rules

from tests.command.config_runs import OUTPUT_SCHEMA, SERVICE, TOP, UNNAMED, found
from tests.command.runs import SNAPSHOTS, svclint


@pytest.mark.usefixtures("team")
def test_suppressed_findings_are_counted_as_it_was_read_and_approved() -> None:
    done = svclint("check", "--no-cache", "prod", "legacy")
    assert done.output == (SNAPSHOTS / "suppressed.txt").read_text(encoding="utf-8")
    assert done.exit_code == 1


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_suppressed_findings_are_told_apart_by_every_number_of_workers(
    team: Path, jobs: str
) -> None:
    for number in range(20):
        (team / f"prod/{number:02}.yaml").write_text(SERVICE.replace("web", f"w{number}"))
    done = svclint("check", "--no-cache", "--jobs", jobs, "--format", "json", "prod")
    shown = json.loads(done.stdout)
    Draft202012Validator(OUTPUT_SCHEMA).validate(shown)
    hidden = [(each["rule"], each["suppression"]) for each in shown["suppressed"]]
    assert len(hidden) == 42
    assert hidden[:2] == [
        ("load-balancer-open", {"line": 7, "column": 23, "reason": "everybody may come"}),
        ("sensitive-port-exposed", {"line": 11, "column": 5, "reason": ""}),
    ]


def test_reasons_may_be_required(team: Path) -> None:
    rules = [rule for *_, rule in found("--require-reason", "prod")]
    assert rules.count("suppression-without-reason") == 1
    assert "suppression-without-reason" not in [rule for *_, rule in found("prod")]
    # The configuration requires reasons here.
    assert "suppression-without-reason" in [rule for *_, rule in found("legacy")]


def test_the_annotation_suppresses_in_lists_and_json_and_only_its_own_object(here: Path) -> None:
    def service(name: str, **annotations: str) -> dict[str, Any]:
        return {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": name, "annotations": annotations},
            "spec": {"ports": [{"port": 80, "nodePort": 30080}]},
        }

    mark = {"svclint.dev/ignore": "node-port-forbidden -- of old"}
    items = [service("a", **mark), service("b"), service("c", **mark)]
    whole = {"apiVersion": "v1", "kind": "List", "items": items}
    (here / "web.json").write_text(json.dumps(whole))
    done = svclint("check", "--select", "validity", "--format", "json", "web.json")
    shown = json.loads(done.stdout)
    assert [each["object"]["name"] for each in shown["findings"]] == ["b"]
    assert [each["suppression"]["reason"] for each in shown["suppressed"]] == ["of old"] * 2


def test_a_baseline_knows_nothing_of_what_is_suppressed(here: Path) -> None:
    text = UNNAMED.replace("80}", "80, nodePort: 30080}", 1)
    (here / "web.yaml").write_text(f"# svclint: ignore[node-port-forbidden] old\n{text}")
    done = svclint("baseline", "web.yaml")
    assert done.output == "Wrote 0 findings in 0 files to .svclint-baseline.json\n"


def test_sarif_has_what_is_suppressed_and_why(here: Path) -> None:
    text = UNNAMED.replace("80}", "80, nodePort: 30080}", 1)
    (here / "web.yaml").write_text(f"# svclint: ignore[node-port-forbidden] old\n{text}")
    done = svclint("check", "--format", "sarif", "web.yaml")
    assert done.exit_code == 0
    schema = json.loads((TOP / "tests/report/schemas/sarif-2.1.0-rtm.5.json").read_text())
    log = json.loads(done.stdout)
    Draft202012Validator(schema).validate(log)
    (result,) = log["runs"][0]["results"]
    (suppression,) = result["suppressions"]
    assert (suppression["kind"], suppression["justification"]) == ("inSource", "old")
    assert suppression["location"]["physicalLocation"]["region"]["startLine"] == 1


def test_what_is_suppressed_would_be_refused_all_the_same(here: Path) -> None:
    text = UNNAMED.replace("80}", "80, nodePort: 30080}", 1)
    (here / "web.yaml").write_text(f"# svclint: ignore[node-port-forbidden] old\n{text}")
    (here / "live.json").write_text('{"apiVersion": "v1", "kind": "List", "items": []}')
    done = svclint("diff", "--live", "live.json", "web.yaml")
    assert done.exit_code == 2
    assert done.stdout.startswith("would be rejected: Service default/web (web.yaml:2)\n  ")
    assert "[node-port-forbidden], suppressed in line 1: old\n" in done.stdout
    done = svclint("diff", "--live", "live.json", "--format", "json", "web.yaml")
    (shown,) = json.loads(done.stdout)["objects"]
    assert (shown["outcome"], shown["findings"]) == ("reject", [])
    assert shown["suppressed"][0]["suppression"]["reason"] == "old"
    # The same holds for a rule that the configuration ignores.
    (here / "web.yaml").write_text(text)
    (here / ".svclint.yaml").write_text("ignore: [node-port-forbidden]\n")
    done = svclint("diff", "--live", "live.json", "web.yaml")
    assert done.exit_code == 2
    assert "[node-port-forbidden]" in done.stdout


def test_change_rules_make_a_suppression_unused_only_where_the_service_lives(here: Path) -> None:
    (here / "web.yaml").write_text(
        UNNAMED.replace(
            "spec:", "spec:\n  # svclint: ignore[cluster-ip-changed] moved\n  clusterIP: 10.0.0.1"
        )
    )
    live: dict[str, Any] = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web", "namespace": "default"},
        "spec": {"clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1"], "ports": [{"port": 80}]},
    }
    unused = ("web.yaml", 5, "warning", "suppression-unused")
    assert unused not in found("web.yaml")
    (here / "live.json").write_text(json.dumps(live))
    assert unused in found("--live", "live.json", "web.yaml")
    live["spec"] |= {"clusterIP": "10.0.0.2", "clusterIPs": ["10.0.0.2"]}
    (here / "live.json").write_text(json.dumps(live))
    rules = [rule for *_, rule in found("--live", "live.json", "web.yaml")]
    assert not {"suppression-unused", "cluster-ip-changed"} & set(rules)


def test_a_rule_that_is_left_out_makes_no_suppression_unused(here: Path) -> None:
    (here / "web.yaml").write_text(
        UNNAMED.replace("port: 80}]", "port: 80}]  # svclint: ignore[node-port-type]")
    )
    told = ("web.yaml", 5, "warning", "suppression-unused")
    # The rule is in the profile `strict`.
    assert told not in found("web.yaml")
    assert told in found("--profile", "strict", "web.yaml")
    assert told not in found("--profile", "strict", "--ignore", "node-port-type", "web.yaml")
    assert told not in found("--select", "suppression", "web.yaml")
    assert told in found("--select", "suppression,node-port-type", "web.yaml")


def test_a_rule_on_suppressions_can_itself_be_suppressed_or_left_out(here: Path) -> None:
    (here / "web.yaml").write_text(
        UNNAMED.replace(
            "port: 80}]", "port: 80}]  # svclint: ignore[duplicate-port, suppression-unused] soon"
        )
    )
    assert found("web.yaml") == []


def test_the_guide_to_suppressions_names_every_rule_on_them() -> None:
    guide = (TOP / "docs/suppressions.md").read_text(encoding="utf-8")
    for rule in all_rules():
        assert rule.group != "suppression" or f"| `{rule.name}` |" in guide
