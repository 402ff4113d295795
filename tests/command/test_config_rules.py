"""Configurations choose rules, their severities and their options, for each file."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from svclint.settings.config.finding import nearest_config

from tests.command.config_runs import BASE, UNNAMED, found
from tests.command.runs import svclint


def test_a_severity_is_louder_or_softer_but_the_server_says_what_it_says(here: Path) -> None:
    (here / "web.yaml").write_text(UNNAMED.replace("80}", "80, nodePort: 30080}", 1))
    (here / ".svclint.yaml").write_text("rules: {node-port-forbidden: {severity: note}}\n")
    done = svclint("check", "--format", "json", ".")
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["severity"], finding["server"]["outcome"], done.exit_code) == (
        "note", "reject", 0,
    )  # fmt: skip


def test_a_strict_rule_that_is_named_speaks(here: Path) -> None:
    (here / "web.yaml").write_text(UNNAMED)
    assert found(".") == []
    for text in ("rules: {port-unnamed: }\n", "select: [port-unnamed]\n", "profile: strict\n"):
        (here / ".svclint.yaml").write_text(text)
        nearest_config.cache_clear()
        assert ("./web.yaml", 5, "note", "port-unnamed") in found(".")
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
        ("./b/web.yaml", 6, "note", "sensitive-port-exposed"),
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
        (4, "external-name-private-host"),
        (3, "recommended-label-missing"),
    ]


def test_a_changed_file_of_extends_makes_a_remembered_run_anew(
    team: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setattr("svclint.engine.acceleration.state._FRESH", -(10**12))
    monkeypatch.setenv("SVCLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    first = found("prod")
    # The result is cached with its suppressed findings, so no file is read.
    with monkeypatch.context() as patch:
        patch.setattr("svclint.app.check_run.CheckRun._check", None)
        assert found("prod") == first
        assert ", 2 suppressed" in svclint("check", "prod").stdout
    (team / "org/base.yaml").write_text(BASE.replace("[team]", "[owner]"))
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
