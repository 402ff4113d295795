"""The formats with one line per finding: ``concise`` for editors, ``azure`` for Azure Pipelines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from svclint.report import azure, concise
from svclint.report.safe import safe

from tests.report.hostile import hostile_result
from tests.report.runs import BROKEN, HOSTILE, VALIDITY, svclint

_ESCAPES = {"%0D": "\r", "%0A": "\n", "%5D": "]", "%3B": ";", "%AZP25": "%"}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "web.yaml").write_text(BROKEN.format(name="web"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(form: str, *words: str) -> str:
    return svclint("check", *VALIDITY, "--format", form, *words, "web.yaml").stdout


def test_concise_has_a_line_for_each_finding_and_the_summary(tree: Path) -> None:
    finding, summary = report("concise").splitlines()
    assert re.fullmatch(
        r"web\.yaml:7:17: error: nodePort 30080 may not be set .* \[node-port-forbidden\]", finding
    )
    assert summary.startswith("Checked 1 Service in 1 file: 1 error")
    assert report("concise", "-q").splitlines() == [finding]


def test_concise_stays_one_line_whatever_the_names() -> None:
    result = hostile_result()._replace(quiet=True)
    lines = concise.render(result).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(HOSTILE)
    assert all(line.isprintable() and "##[" not in line for line in lines)


def command(line: str) -> tuple[dict[str, str], str]:
    """Parse a line like the agent: properties up to ``]``, then the message."""
    found = re.fullmatch(r"##vso\[task\.logissue ([^\]]*)\](.*)", line)
    assert found is not None, line
    pairs = (pair.partition("=") for pair in found[1].split(";") if pair)
    return {name: _unescaped(value) for name, _, value in pairs}, _unescaped(found[2])


def _unescaped(text: str) -> str:
    return re.sub("|".join(_ESCAPES), lambda match: _ESCAPES[match[0]], text)


def test_azure_names_file_line_column_and_rule(tree: Path) -> None:
    (line,) = report("azure").splitlines()
    properties, message = command(line)
    assert properties == {
        "type": "error",
        "sourcepath": "web.yaml",
        "linenumber": "7",
        "columnnumber": "17",
        "code": "node-port-forbidden",
    }
    assert message.startswith("nodePort 30080 may not be set")


def test_azure_takes_hostile_names_for_names() -> None:
    result = hostile_result()
    lines = azure.render(result).split("\n")[:-1]
    assert len(lines) == 2 * len(HOSTILE)
    for line, text in zip(lines, HOSTILE, strict=False):
        properties, message = command(line)
        assert line.count("##vso[") == 1
        assert message.startswith(safe(text))
        assert properties["code"] == "hostile-rule"
    assert {command(line)[0]["type"] for line in lines} == {"error", "warning"}


def test_annotations_may_share_standard_output_with_the_text(tree: Path) -> None:
    shown = report("text", "--format", "azure")
    assert "Checked 1 Service" in shown
    assert "##vso[task.logissue type=error;" in shown
