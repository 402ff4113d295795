"""Settings of a run in ``.svclint.yaml``: thresholds, references, baselines, formats, policies."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from svclint.settings.config.finding import nearest_config

from tests.command.config_runs import OUTPUT_SCHEMA
from tests.command.runs import svclint

UNNAMED = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
    - port: 80
"""
INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  defaultBackend: {service: {name: elsewhere, port: {number: 80}}}
"""
POLICY = """\
id: no-clear-text
expression: object.spec.ports.all(p, p.port != 80)
message: port 80 is not encrypted
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "web.yaml").write_text(UNNAMED)
    nearest_config.cache_clear()
    yield tmp_path
    nearest_config.cache_clear()


def configure(folder: Path, text: str) -> None:
    (folder / ".svclint.yaml").write_text(text)
    nearest_config.cache_clear()


@pytest.mark.parametrize(
    ("fail_on", "options", "code"),
    [
        ("", (), 0),
        ("failOn: warning", (), 1),
        ("failOn: note", (), 1),
        ("failOn: never", ("--fail-on", "warning"), 1),
        ("failOn: warning", ("--fail-on", "error"), 0),
        ("failOn: warning", ("--no-config", "--profile", "strict"), 0),
        ("failOn: warning", ("--isolated", "--profile", "strict"), 0),
    ],
)
def test_fail_on_is_configured(
    here: Path, fail_on: str, options: tuple[str, ...], code: int
) -> None:
    configure(here, f"rules: {{port-unnamed: {{severity: warning}}}}\n{fail_on}\n")
    assert svclint("check", *options, ".").exit_code == code


def test_never_is_never(here: Path) -> None:
    (here / "web.yaml").write_text(UNNAMED.replace("80", "70000"))
    assert svclint("check", ".").exit_code == 1
    configure(here, "failOn: never\n")
    assert svclint("check", ".").exit_code == 0


def test_strict_references_are_configured_for_some_files(here: Path) -> None:
    for folder in ("a", "b"):
        (here / folder).mkdir()
        (here / folder / "web.yaml").write_text(INGRESS)
    configure(here, "overrides: [{paths: [a/**], strictReferences: true}]\n")
    found = json.loads(svclint("check", "--format", "json", "a", "b").stdout)["findings"]
    severities = {
        each["file"]: each["severity"]
        for each in found
        if each["rule"] == "backend-service-missing"
    }
    # Without other Services in its folder, one is not expected there.
    assert severities == {"a/web.yaml": "error"}


def test_the_configured_baseline_is_written_and_used(here: Path) -> None:
    (here / "web.yaml").write_text(UNNAMED.replace("80", "70000"))
    (here / "app").mkdir()
    configure(here, "baseline: known/findings.json\n")
    (here / "known").mkdir()
    done = svclint("baseline", ".")
    assert (done.exit_code, "known/findings.json" in done.stdout) == (0, True)
    done = svclint("check", ".")
    assert done.exit_code == 0
    assert "in the baseline" in done.stdout
    # Written again, it contains the same.
    before = (here / "known/findings.json").read_text()
    assert svclint("baseline", ".").exit_code == 0
    assert (here / "known/findings.json").read_text() == before
    (here / "web.yaml").write_text(UNNAMED)
    assert "no longer occur; regenerate it" in svclint("check", ".").stderr.replace(
        "occurs", "occur"
    )


def test_a_baseline_outside_of_the_tree_is_refused(here: Path) -> None:
    configure(here, "baseline: ../../elsewhere.json\n")
    done = svclint("check", ".")
    assert done.exit_code == 2
    assert ".svclint.yaml:1:11: baseline names " in done.stderr
    assert "outside of the tree" in done.stderr


def test_the_format_is_configured_but_never_a_file(here: Path) -> None:
    configure(here, "format: concise\n")
    assert "\n  = " not in svclint("check", "--profile", "strict", ".").stdout
    assert svclint("check", "--format", "json", ".").stdout.startswith("{")
    assert svclint("check", "--diff", ".").exit_code in (0, 1)
    configure(here, "format: sarif:../out.sarif\n")
    done = svclint("check", ".")
    assert done.exit_code == 2
    assert "format is 'sarif:../out.sarif', which is unknown" in done.stderr


def test_a_setting_of_a_run_elsewhere_is_noted(here: Path) -> None:
    (here / "app").mkdir()
    (here / "app/web.yaml").write_text(UNNAMED)
    configure(here / "app", "failOn: warning\n")
    note = "svclint: note: app/.svclint.yaml:1:9: failOn has no effect; it is taken from"
    assert note in svclint("check", ".").stderr
    configure(here, "failOn: warning\n")
    assert note not in svclint("check", ".").stderr


def test_policies_are_found_above_the_current_folder(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / ".svclint/policies").mkdir(parents=True)
    (here / ".svclint/policies/clear.yaml").write_text(POLICY)
    (here / "app/base").mkdir(parents=True)
    (here / "app/base/web.yaml").write_text(UNNAMED)
    monkeypatch.chdir(here / "app/base")
    done = svclint("check", ".")
    assert (done.exit_code, "port 80 is not encrypted" in done.stdout) == (1, True)
    assert svclint("policy", "test").exit_code == 0
    assert '"../../.svclint/policies"' in svclint("config").stdout
    os.mkdir(here / "app/.git")
    assert svclint("check", ".").exit_code == 0


def test_all_faults_are_reported_at_once(here: Path) -> None:
    (here / "base.yaml").write_text("ignore: [port-unnmed]\nnamespace: [shop]\n")
    configure(
        here,
        "extends: base.yaml\n"
        "profile: strikt\n"
        "serviceCIDRs: [10.96.0.0/99]\n"
        "failOn: sometimes\n"
        "select: [5, port-unnmed]\n"
        "rules: {port-unnamed: {severty: note, severity: fatal}, nothing: {}}\n"
        "overrides: [{ignore: []}, {paths: ['!'], profile: 1}, 5]\n"
        "clusters: [{paths: [a], nodePortRange: 1-2-3}]\n",
    )
    done = svclint("check", ".")
    assert (done.exit_code, done.stdout) == (2, "")
    prefix = "svclint: error: "
    lines = done.stderr.splitlines()
    assert all(line.startswith(prefix) for line in lines)
    places = [line.removeprefix(prefix).split(": ")[0] for line in lines]
    own = [".svclint.yaml:2:10", ".svclint.yaml:3:1", ".svclint.yaml:4:9", ".svclint.yaml:5:10",
           ".svclint.yaml:5:13", ".svclint.yaml:6:24", ".svclint.yaml:6:49", ".svclint.yaml:6:57",
           ".svclint.yaml:7:13", ".svclint.yaml:7:36", ".svclint.yaml:7:51", ".svclint.yaml:7:55",
           ".svclint.yaml:8:40"]  # fmt: skip
    assert places == [*own, "base.yaml:1:10", "base.yaml:2:1"]


def test_programs_read_the_faults_of_a_configuration(here: Path) -> None:
    configure(here, "failOn: sometimes\n")
    done = svclint("check", "--format", "json", "--format", "sarif:out.sarif", ".")
    assert done.exit_code == 2
    shown = json.loads(done.stdout)
    Draft202012Validator(OUTPUT_SCHEMA).validate(shown)
    (error,) = shown["errors"]
    assert error["file"] == ".svclint.yaml"
    assert error["message"].startswith("line 1, column 9: failOn is 'sometimes', which is unknown")
    assert ".svclint.yaml:1:9: failOn is 'sometimes'" in done.stderr
    (run,) = json.loads((here / "out.sarif").read_text())["runs"]
    assert run["invocations"][0]["executionSuccessful"] is False


def test_programs_read_why_a_run_failed(here: Path) -> None:
    done = svclint("check", "--format", "json", "--baseline", "none.json", ".")
    assert done.exit_code == 2
    (error,) = json.loads(done.stdout)["errors"]
    assert error["message"].startswith("baseline none.json cannot be read")
    assert svclint("check", "--baseline", "none.json", ".").stdout == ""
