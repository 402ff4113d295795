"""No output carries a command to a CI system or to a terminal, whatever the manifests contain."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from svclint.report.safe import is_harmless, safe

from tests.command.runs import svclint

# How GitHub and Azure Pipelines find commands in a line of a log.
COMMAND = re.compile(r"^\s*::[a-z]|##(vso)?\[", re.IGNORECASE | re.MULTILINE)
EVIL = "##vso[task.setvariable variable=a]b ##[add-path]/x ::error::x \x7f \u202e"
MANIFEST = json.dumps(
    {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": f"A{EVIL}", "annotations": {"a": EVIL}},
        "spec": {"selector": {"app": EVIL}, "ports": [{"port": 80, "name": EVIL}], "x": EVIL},
    }
)
LIVE = MANIFEST.replace('"port": 80', '"port": 81').replace("v1", "v1")


@pytest.mark.parametrize(
    "words",
    [
        *(["check", f"--format={name}", "a.json"] for name in ("text", "concise", "json", "sarif")),
        *(["targets", f"--format={name}", "a.json"] for name in ("tree", "json", "dot", "mermaid")),
        ["diff", "--format=json", "--live", "live.json", "a.json"],
        ["diff", "--format=text", "--live", "live.json", "a.json"],
        ["check", "--no-cache", "--diff", "a.json"],
        ["config", "--format=json", "a.json"],
    ],
    ids=" ".join,
)
def test_no_output_carries_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text(MANIFEST)
    (tmp_path / "live.json").write_text(LIVE)
    done = svclint(*words)
    assert done.exit_code in (0, 1, 2)
    for text in (done.stdout, done.stderr):
        assert COMMAND.search(text) is None
        assert not [one for one in text if one != "\n" and unicodedata.category(one) == "Cc"]


def test_a_baseline_carries_no_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text(MANIFEST)
    assert svclint("baseline", "a.json").exit_code == 0
    text = (tmp_path / ".svclint-baseline.json").read_text()
    assert COMMAND.search(text) is None
    assert "\x7f" not in text
    assert any("##vso[task" in each["message"] for each in json.loads(text)["findings"])
    assert svclint("check", "--baseline", ".svclint-baseline.json", "a.json").exit_code == 0


@pytest.mark.parametrize("line", ["  ::error::x", "# ##vso[task]x", "# ##[group]x"])
def test_a_patch_with_a_command_is_not_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  annotations:\n    x: |\n    {}\n"
    text = text.format(f"  {line}") + "spec: {ports: [{port: 80}], clusterIP: ''}\n"
    (tmp_path / "a.yaml").write_text(text)
    (tmp_path / "b.yaml").write_text(text.replace(line, "  harmless"))
    done = svclint("check", "--no-cache", "--diff", "--unsafe-fixes", "--profile=strict", ".")
    assert done.exit_code == 2
    assert "a.yaml could control the log of a CI system" in done.stderr
    assert COMMAND.search(done.stdout) is None
    assert "b.yaml" in done.stdout


def test_what_is_harmless() -> None:
    assert is_harmless("a\n+  b: c::d\r\n\t# grüße\n")
    assert not is_harmless("a\n \t::Error x")
    assert not is_harmless("a \x1b[31m")
    assert safe("##VSO[x") == "##VSO\\x5bx"
