"""Configurations and suppressions through the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from svclint.cli import group
from svclint.rule.registry import all_rules
from svclint.settings.config.finding import nearest_config

TOP = Path(__file__).parents[2]
SNAPSHOTS = Path(__file__).parent / "snapshots"
OUTPUT_SCHEMA = json.loads((TOP / "lint/svclint/report/output.schema.json").read_text())
BASE = """\
profile: strict
ignore: [single-family-on-dual-stack, load-balancer-class-missing]
rules:
  sensitive-port-exposed:
    severity: error
    added: {9000: the MinIO console}
  recommended-label-missing:
    labels: [team]
"""
OWN = """\
# yaml-language-server: $schema=.svclint.kubernetes.schema.json
extends: org/base.yaml
kubernetesVersion: "1.36"
serviceCIDRs: [10.96.0.0/16]
podTemplates: {CloneSet: spec.template}
rules:
  sensitive-port-exposed:
    allowed: [22]
clusters:
  - name: prod
    paths: [prod/**]
    serviceCIDRs: [10.3.240.0/20]
overrides:
  - paths: [legacy/**]
    ignore: [port-unnamed]
    requireReason: true
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
  labels: {team: a}
spec:
  type: LoadBalancer  # svclint: ignore[load-balancer-open] everybody may come
  clusterIP: 10.96.0.10
  selector: {app: web}
  ports:
    # svclint: ignore[sensitive-port-exposed]
    - port: 9000
      name: console
    - port: 22
      name: ssh
"""
UNNAMED = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  ports: [{port: 80}]
  selector: {app: web}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "web:1", ports: [{containerPort: 80}]}]}
"""


def svclint(*words: str | Path) -> Result:
    return CliRunner().invoke(group, [str(word) for word in words], prog_name="svclint")


def found(*words: str | Path) -> list[tuple[str, int, str, str]]:
    """Return file, line, severity and rule of each finding."""
    done = svclint("check", "--format", "json", *words)
    shown = json.loads(done.stdout)
    Draft202012Validator(OUTPUT_SCHEMA).validate(shown)
    assert shown["errors"] == []
    return [(each["file"], each["line"], each["severity"], each["rule"])
            for each in shown["findings"]]  # fmt: skip


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a team's repository whose configuration extends that of the organisation."""
    (tmp_path / ".git").mkdir()
    for folder in ("org", "prod", "legacy"):
        (tmp_path / folder).mkdir()
    (tmp_path / "org/base.yaml").write_text(BASE)
    (tmp_path / ".svclint.yaml").write_text(OWN)
    for folder in ("prod", "legacy"):
        (tmp_path / folder / "web.yaml").write_text(SERVICE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("team")
def test_config_is_as_it_was_read_and_approved() -> None:
    done = svclint("config", "--namespace", "shop", "prod/web.yaml", "legacy/web.yaml")
    assert done.exit_code == 0
    assert done.output == (SNAPSHOTS / "config.txt").read_text(encoding="utf-8")


@pytest.mark.usefixtures("team")
def test_suppressed_findings_are_counted_as_it_was_read_and_approved() -> None:
    done = svclint("check", "--no-cache", "prod", "legacy")
    assert done.output == (SNAPSHOTS / "suppressed.txt").read_text(encoding="utf-8")
    assert done.exit_code == 1


def test_config_says_for_programs_where_each_value_comes_from(team: Path) -> None:
    done = svclint("config", "--format", "json", "--ignore", "port-unnamed", "prod/web.yaml")
    (shown,) = json.loads(done.stdout)
    sources = {each["key"]: each["source"] for each in shown["values"] if each["key"] != "ignore"}
    assert shown["cluster"] == "prod"
    assert [Path(file).name for file in shown["configurations"]] == [".svclint.yaml", "base.yaml"]
    own = {"kind": "file", "file": str(team / ".svclint.yaml")}
    assert sources["kubernetesVersion"] == {**own, "line": 3, "column": 20}
    assert sources["nodePortRange"] == {"kind": "default"}
    ignores = [each for each in shown["values"] if each["key"] == "ignore"]
    assert [each["source"]["kind"] for each in ignores] == ["option", "file"]
    assert "port-unnamed" not in shown["rules"]
    assert "node-port-type" in shown["rules"]


def test_config_without_any_configuration(here: Path) -> None:
    done = svclint("config", "--no-config", "--select", "validity", "--require-reason")
    assert 'select: ["validity"]' in done.output
    assert "# option" in done.output
    assert svclint("config", "--select", "port-unnmed").exit_code == 2
    (here / ".svclint.yaml").write_text("ignore: [x]\n")
    done = svclint("config")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "there is no rule 'x'" in done.stderr


def test_the_schema_that_is_printed_is_one_for_editors_and_other_programs(team: Path) -> None:
    schema = team / ".svclint.kubernetes.schema.json"
    schema.write_text(svclint("config", "--schema").stdout)
    check = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema)]
    for text, code in ((OWN, 0), ("profiel: strict\n", 1)):
        (team / "one.yaml").write_text(text)
        done = subprocess.run([*check, "one.yaml"], capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout
    assert "profiel" in done.stdout


def test_a_severity_is_louder_or_softer_but_the_server_says_what_it_says(here: Path) -> None:
    (here / "web.yaml").write_text(UNNAMED.replace("80}", "80, nodePort: 30080}", 1))
    (here / ".svclint.yaml").write_text("rules: {node-port-forbidden: {severity: info}}\n")
    done = svclint("check", "--format", "json", ".")
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["severity"], finding["server"]["outcome"], done.exit_code) == (
        "info", "reject", 0,
    )  # fmt: skip


def test_a_strict_rule_that_is_named_speaks(here: Path) -> None:
    (here / "web.yaml").write_text(UNNAMED)
    assert found(".") == []
    for text in ("rules: {port-unnamed: }\n", "select: [port-unnamed]\n", "profile: strict\n"):
        (here / ".svclint.yaml").write_text(text)
        nearest_config.cache_clear()
        assert ("./web.yaml", 5, "info", "port-unnamed") in found(".")
        assert found("--profile", "minimal", "--ignore", "port-unnamed", ".") == []


def test_each_file_is_judged_by_the_configuration_above_it(here: Path) -> None:
    for folder, text in {
        "a": "rules: {port-unnamed: {severity: warning}}\n",
        "b": "rules: {sensitive-port-exposed: {added: {80: HTTP}}}\n",
        "c": "",
    }.items():
        (here / folder).mkdir()
        (here / folder / ".svclint.yaml").write_text(text)
        (here / folder / "web.yaml").write_text(
            UNNAMED.replace("  ports:", "  type: NodePort\n  ports:", 1)
        )
    assert found(".") == [
        ("./a/web.yaml", 6, "warning", "port-unnamed"),
        ("./b/web.yaml", 6, "info", "sensitive-port-exposed"),
    ]


def test_a_link_is_judged_by_the_configuration_above_the_file_itself(here: Path) -> None:
    for folder in ("a", "b"):
        (here / folder).mkdir()
    (here / "a/.svclint.yaml").write_text("rules: {port-unnamed: {severity: warning}}\n")
    (here / "a/web.yaml").write_text(UNNAMED)
    (here / "b/web.yaml").symlink_to(here / "a/web.yaml")
    assert ("b/web.yaml", 5, "warning", "port-unnamed") in found("b/web.yaml")


def test_option_of_a_rule_on_hosts_and_labels(here: Path) -> None:
    (here / ".svclint.yaml").write_text(
        "rules:\n  external-name-private-host: {added: [Vault.Internal.]}\n"
        "  recommended-label-missing: {labels: [team, app]}\n"
    )
    (here / "web.yaml").write_text(
        "apiVersion: v1\nkind: Service\nmetadata: {name: web, labels: {app: a}}\n"
        "spec: {type: ExternalName, externalName: vault.internal}\n"
    )
    assert [(line, rule) for _, line, _, rule in found(".")] == [
        (3, "recommended-label-missing"),
        (4, "external-name-private-host"),
    ]


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
    assert done.stdout.startswith("reject: Service default/web (web.yaml:2)\n  ")
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


def test_a_changed_file_of_extends_makes_a_remembered_run_anew(
    team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("svclint.engine.acceleration.state._FRESH", -(10**12))
    monkeypatch.setenv("SVCLINT_CACHE_DIR", str(team / "cache"))
    first = found("prod")
    # The result is cached with its suppressed findings, so no file is read.
    with monkeypatch.context() as patch:
        patch.setattr("svclint.app.check_run.CheckRun._check", None)
        assert found("prod") == first
        assert ", 2 suppressed" in svclint("check", "prod").stdout
    (team / "org/base.yaml").write_text(BASE.replace("9000", "9001"))
    os.utime(team / "org/base.yaml", (1, 1))
    nearest_config.cache_clear()
    assert found("prod") != first


def test_a_changed_file_of_extends_counts_as_a_change_of_settings(team: Path) -> None:
    (team / ".git").rmdir()
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com"]

    def git(*words: str) -> None:
        subprocess.run(["git", *who, *words], check=True, capture_output=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "first")
    assert found("--changed-since", "HEAD", "prod") == []
    (team / "org/base.yaml").write_text(BASE.replace("[team]", "[team, tier]"))
    nearest_config.cache_clear()
    assert [rule for *_, rule in found("--changed-since", "HEAD", "prod")] == [
        "recommended-label-missing"
    ]


def test_the_guide_shows_the_example_and_every_key() -> None:
    guide = (TOP / "docs/configuration.md").read_text(encoding="utf-8")
    example = (TOP / "examples/team/.svclint.yaml").read_text(encoding="utf-8")
    assert f"```yaml .svclint.yaml\n{example}```\n" in guide
    for key in json.loads(svclint("config", "--schema").stdout)["properties"]:
        assert f"`{key}`" in guide


def test_the_guide_to_suppressions_names_every_rule_on_them() -> None:
    guide = (TOP / "docs/suppressions.md").read_text(encoding="utf-8")
    for rule in all_rules():
        assert rule.group != "suppression" or f"| `{rule.name}` |" in guide
