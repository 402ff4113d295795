"""GitHub annotations, parsed like the runner does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from svclint.report import github, text
from svclint.report.json import render as json_render
from svclint.report.repository_path import repository_path
from svclint.report.safe import safe

from tests.report.hostile import file_name, hostile_result
from tests.report.runs import BROKEN, HOSTILE, VALIDITY, svclint

Command = tuple[str, dict[str, str], str]
# All commands that the runner executes.
_WORD = r"[A-Za-z-]+"


def commands(output: str) -> list[Command | None]:
    """Parse every line like the runner: ``::name k=v::data`` first, then ``##[name k=v]data``.

    See TryParseV2 and TryParse in src/Runner.Common/ActionCommand.cs of actions/runner. To be safe,
    leading space is removed, and every line boundary of Python counts.
    """
    return [_command(line) for line in re.split(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", output)]


def _command(line: str) -> Command | None:
    trimmed = line.lstrip()
    if trimmed.startswith("::") and (end := trimmed.find("::", 2)) >= 0:
        name, _, rest = trimmed[2:end].partition(" ")
        pairs = (pair.partition("=") for pair in rest.strip().split(",") if "=" in pair)
        return name, {key: _unescaped(value) for key, _, value in pairs}, _data(trimmed[end + 2 :])
    found = re.search(rf"##\[({_WORD})[^\]]*\]", line)
    return (found[1], {}, "") if found else None


def _unescaped(value: str) -> str:
    return _data(value.replace("%3A", ":").replace("%2C", ","))


def _data(value: str) -> str:
    return value.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def test_a_finding_is_an_annotation_on_its_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "web.yaml").write_text(BROKEN.format(name="web"))
    done = svclint("check", *VALIDITY, "--format", "github", ".")
    assert done.exit_code == 1
    (command,) = filter(None, commands(done.stdout))
    name, where, message = command
    assert name == "error"
    assert where == {
        "file": "web.yaml", "line": "7", "endLine": "7", "col": "17", "endColumn": "21",
        "title": "svclint: node-port-forbidden",
    }  # fmt: skip
    assert message.startswith("nodePort 30080 may not be set")
    assert "\nset type: NodePort" in message


def test_text_may_stand_beside_annotations(tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(BROKEN.format(name="web"))
    done = svclint("check", *VALIDITY, "--format", "text", "--format", "github", tmp_path)
    assert "Checked 1 Service" in done.stdout
    assert len([command for command in commands(done.stdout) if command]) == 1


def test_no_name_breaks_out_of_its_annotation() -> None:
    result = hostile_result()
    found = list(filter(None, commands(github.render(result))))
    assert len(found) == len(result.findings) + len(result.errors)
    for hostile, (name, where, message) in zip(HOSTILE, found, strict=False):
        assert name in ("error", "warning", "notice")
        assert list(where) == ["file", "line", "endLine", "col", "endColumn", "title"]
        assert where["file"] == safe(repository_path(file_name(hostile)))
        assert where["title"] == "svclint: hostile-rule"
        assert message == f"{safe(hostile)} is what it says\nwrite {safe(hostile)}"
    for name, where, _ in found[len(HOSTILE) :]:
        assert name == "error"
        assert list(where) == ["file"]


def test_no_other_output_is_a_command_either() -> None:
    result = hostile_result()
    for output in (text.render(result), json_render(result)):
        assert [command for command in commands(output) if command] == []
