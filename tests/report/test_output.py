"""Where reports are written, what they count, and when a run fails."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from svclint.report import json as json_report
from svclint.settings.baseline import BaselineEntry
from svclint.settings.config.schema import FORMATS
from svclint.source.atomic_write import write_text

from tests.report.hostile import hostile_result
from tests.report.runs import BROKEN, GOOD, VALIDITY, svclint

TOP = Path(__file__).parents[2]
SCHEMA = json.loads((TOP / "lint/svclint/report/output.schema.json").read_text())


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "web.yaml").write_text(BROKEN.format(name="web"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*words: str | Path) -> Any:
    return svclint("check", *VALIDITY, *words, "web.yaml")


def test_every_format_goes_to_its_file_at_once(tree: Path) -> None:
    words = [word for name in FORMATS for word in ("--format", f"{name}:out/{name}")]
    (tree / "out").mkdir()
    done = check(*words)
    assert (done.exit_code, done.stdout) == (1, "")
    for name in FORMATS:
        assert (tree / "out" / name).read_text(encoding="utf-8") == check("--format", name).stdout
    assert sorted(os.listdir(tree / "out")) == sorted(FORMATS)


def test_one_may_be_shown_beside_files(tree: Path) -> None:
    done = check("--format", "text", "--format", "sarif:out.sarif")
    assert "Checked 1 Service" in done.stdout
    assert json.loads((tree / "out.sarif").read_text())["version"] == "2.1.0"


def test_output_is_the_file_of_the_one_format(tree: Path) -> None:
    assert check("--format", "json", "--output", "a.json").stdout == ""
    assert check("--output", "a.txt").stdout == ""
    assert "findings" in json.loads((tree / "a.json").read_text())
    assert "Checked 1 Service" in (tree / "a.txt").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "yaml"], "there is no format 'yaml'; known are text, concise"),
        (["--format", "json:"], "a file is missing after --format json:"),
        (["--format", "json", "--format", "text"], "cannot share standard output"),
        (["--format", "text", "--format", "text"], "cannot share standard output"),
        (["--format", "json:a", "--format", "sarif:./a"], "two formats have the same file"),
        (["--format", "json:a", "--output", "b"], "--output is for one format"),
        (["--format", "json:no/such/folder"], "does not exist; create it, or correct the path"),
        (["--output", "."], ". is a folder; name a file"),
    ],
)
def test_what_cannot_be_written_is_an_error(tree: Path, words: list[str], said: str) -> None:
    done = check(*words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output


def test_a_file_is_replaced_whole_with_its_mode_kept(tmp_path: Path) -> None:
    file = tmp_path / "report"
    write_text(str(file), "first\n")
    os.chmod(file, 0o640)
    before = file.stat().st_ino
    with file.open() as reader:
        write_text(str(file), "second\n")
        assert reader.read() == "first\n"
    assert file.read_text() == "second\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert file.stat().st_ino != before
    assert os.listdir(tmp_path) == ["report"]


def test_a_new_file_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    write_text(str(tmp_path / "report"), "")
    (tmp_path / "plain").touch()
    assert (tmp_path / "report").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_device_stays_a_device() -> None:
    write_text("/dev/null", "text\n")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.parametrize("into", ["pipe", "log"])
def test_standard_error_keeps_what_was_there(tree: Path, into: str) -> None:
    script = f"echo before >&2; {sys.executable} -m svclint check -q --output /dev/stderr web.yaml"
    with (tree / "log").open("w+") as log:
        stderr = log if into == "log" else subprocess.PIPE
        done = subprocess.run(["bash", "-c", script], stderr=stderr, text=True, check=False)
        log.seek(0)
        said = log.read() or done.stderr
    assert done.returncode == 1
    assert said.startswith("before\nweb.yaml:")


@pytest.mark.parametrize(
    "words", [(), ("--statistics",), ("--live", "none.json"), ("-v", "--select", "practice")]
)
def test_json_is_as_its_schema_says(words: tuple[str, ...], tmp_path: Path) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    (tmp_path / "none.json").write_text('{"apiVersion": "v1", "kind": "List", "items": []}')
    words = tuple(str(tmp_path / word) if word == "none.json" else word for word in words)
    done = svclint("check", "--format", "json", *words, TOP / "examples", tmp_path / "gone")
    shown = json.loads(done.stdout)
    Draft202012Validator(SCHEMA).validate(shown)
    assert shown["errors"][0]["file"] == f"{tmp_path}/gone"
    assert ("statistics" in shown) == ("--statistics" in words)


def test_hostile_names_and_stale_findings_fit_the_schema() -> None:
    stale = [BaselineEntry("a.yaml", "rule", "Service a", "", "m", "0" * 32, 2)]
    result = hostile_result()._replace(stale=stale, statistics=True)
    shown = json.loads(json_report.render(result))
    Draft202012Validator(SCHEMA).validate(shown)
    assert shown["stale"][0]["times"] == 2


@pytest.mark.parametrize("option", [(), ("--fix",)])
def test_fixes_are_as_the_schema_says(tree: Path, option: tuple[str, ...]) -> None:
    (tree / "web.yaml").write_text(BROKEN.format(name="web").replace("80\n", '"80"\n', 1))
    shown = json.loads(check("--format", "json", *option).stdout)
    Draft202012Validator(SCHEMA).validate(shown)
    assert len(shown.get("fixed", [])) == len(option)
    assert any(finding["fix"] for finding in shown["findings"]) == (not option)


def test_the_schema_refuses_what_is_missing_or_of_another_type() -> None:
    shown = json.loads(json_report.render(hostile_result()))
    validator = Draft202012Validator(SCHEMA)
    for name in shown["findings"][0]:
        broken = {key: value for key, value in shown["findings"][0].items() if key != name}
        assert not validator.is_valid({"findings": [broken], "errors": []}), name
    assert not validator.is_valid({**shown, "findings": [{**shown["findings"][0], "line": 0}]})


def test_statistics_count_the_findings_of_each_rule(tree: Path) -> None:
    (tree / "web.yaml").write_text("---\n".join(BROKEN.format(name=name) for name in ("a", "B")))
    done = check("--statistics")
    assert "\n2  error    node-port-forbidden\n1  error    name-invalid\n\nChecked" in done.stdout
    shown = json.loads(check("--statistics", "--format", "json").stdout)
    assert shown["statistics"][0] == {
        "rule": "node-port-forbidden", "count": 2, "severity": "error",
    }  # fmt: skip


def test_quiet_is_only_findings(tree: Path) -> None:
    assert "Checked" not in check("--quiet").stdout
    assert check("--quiet").stdout.startswith("web.yaml:7:17: error:")
    (tree / "web.yaml").write_text(GOOD.format(name="web"))
    assert check("-q").stdout == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 0),
        (["--fail-on", "error"], 0),
        (["--fail-on", "warning"], 1),
        (["--fail-on", "note"], 1),
        (["--fail-on", "never"], 0),
        (["--fail-on", "warning", "--exit-zero"], 0),
        (["--fail-on", "never", "none.yaml"], 2),
        (["--exit-zero", "none.yaml"], 2),
        (["--exit-zero", "--select", "none"], 2),
    ],
)
def test_from_which_severity_a_run_fails(tree: Path, words: list[str], code: int) -> None:
    text = GOOD.format(name="web").replace("spec:", "spec:\n  externalIPs: [203.0.113.7]")
    (tree / "web.yaml").write_text(text)
    assert check("--kubernetes-version", "1.36", *words).exit_code == code


def test_an_error_fails_unless_nothing_may(tree: Path) -> None:
    codes = {word: check("--fail-on", word).exit_code for word in ("error", "note", "never")}
    assert codes == {"error": 1, "note": 1, "never": 0}


def test_a_template_fails_a_run_only_if_it_is_named(tree: Path) -> None:
    (tree / "web.yaml").write_text("kind: Service\napiVersion: v1\nmetadata: {name: {{ x }}}\n")
    walk = svclint("check", "--fail-on", "note", ".")
    assert (walk.exit_code, "is a template" in walk.stdout) == (0, True)
    named = check()
    assert (named.exit_code, "error: this file is a template" in named.stdout) == (1, True)
