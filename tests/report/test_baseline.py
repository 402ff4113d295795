"""Baselines: known findings pass when they move, new ones fail, fixed ones are listed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.report.runs import BROKEN, GOOD, VALIDITY, svclint

FILE = ".svclint-baseline.json"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return two invalid Services in two folders, both in the baseline."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "web.yaml").write_text(BROKEN.format(name="web"))
    monkeypatch.chdir(tmp_path)
    done = svclint("baseline", *VALIDITY)
    assert (done.exit_code, done.stdout) == (0, f"Wrote 2 findings in 2 files to {FILE}\n")
    return tmp_path


def check(*words: str | Path) -> Any:
    return svclint("check", *VALIDITY, "--baseline", FILE, *words)


def test_known_findings_pass_when_their_lines_move(tree: Path) -> None:
    assert check().exit_code == 0
    (tree / "a/web.yaml").write_text(f"# moved\n\n{BROKEN.format(name='web')}")
    done = check()
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "Checked 2 Services in 2 files: 2 in the baseline\n"


def test_new_findings_fail(tree: Path) -> None:
    text = BROKEN.format(name="web")
    (tree / "a/web.yaml").write_text(text.replace("30080", "30081"))
    done = check()
    assert done.exit_code == 1
    assert "nodePort 30081 may not" in done.stdout
    assert "nodePort 30080" not in done.stdout
    assert "1 entry in .svclint-baseline.json no longer occurs" in done.stderr


def test_as_many_pass_as_were_counted(tree: Path) -> None:
    text = BROKEN.format(name="web")
    (tree / "a/web.yaml").write_text(f"{text}---\n{text}")
    done = check()
    assert done.exit_code == 1
    assert "\n1 error" not in done.stdout
    assert "1 error" in done.stdout
    assert "a/web.yaml:15:17" in done.stdout


def test_fixed_findings_are_named_and_fail_nothing(tree: Path) -> None:
    (tree / "a/web.yaml").write_text(GOOD.format(name="web"))
    done = check("--format", "json")
    assert done.exit_code == 0
    assert "node-port-forbidden of Service web in a/web.yaml" in done.stderr
    (stale,) = json.loads(done.stdout)["stale"]
    assert (stale["file"], stale["times"]) == ("a/web.yaml", 1)
    svclint("baseline", *VALIDITY)
    assert check().stderr == ""


def test_a_moved_file_takes_its_findings_along(tree: Path) -> None:
    (tree / "c").mkdir()
    (tree / "a/web.yaml").rename(tree / "c/service.yaml")
    done = check()
    assert (done.exit_code, done.stderr) == (0, "")
    # A copy is a new finding.
    (tree / "a/web.yaml").write_text(BROKEN.format(name="web"))
    assert check().exit_code == 1


def test_what_this_run_did_not_judge_is_not_called_fixed(tree: Path) -> None:
    (tree / "a/web.yaml").write_text(GOOD.format(name="web"))
    assert check("b").stderr == ""
    words = ["check", "--select", "port-out-of-range", "--baseline", FILE]
    assert svclint(*words).stderr == ""
    (tree / "b/web.yaml").unlink()
    assert "in b/web.yaml" in check("a").stderr


def test_it_holds_in_every_folder_and_for_every_spelling(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree / "a")
    for path in ("web.yaml", ".", tree, "../b/web.yaml", tree / "a" / ".." / "b"):
        done = svclint("check", *VALIDITY, "--baseline", f"../{FILE}", path)
        assert (done.exit_code, done.stderr) == (0, ""), path


def test_the_file_is_the_same_each_time_and_a_line_a_finding(tree: Path) -> None:
    before = (tree / FILE).read_text()
    svclint("baseline", *VALIDITY, "b", "a")
    assert (tree / FILE).read_text() == before
    assert len(before.splitlines()) == 5 + 2
    assert str(tree) not in before


def test_it_is_no_manifest(tree: Path) -> None:
    assert "in 2 files" in svclint("check").stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a baseline"),
        ("[]", "is not a baseline"),
        ('{"version": 2}', "is not a baseline"),
        ('{"version": 1}', "is damaged"),
        ('{"version": 1, "findings": [{}]}', "is damaged"),
        ('{"version": 1, "findings": [1]}', "is damaged"),
        (None, "no such file"),
    ],
)
def test_a_broken_baseline_is_an_error(tree: Path, text: str | None, said: str) -> None:
    if text is None:
        (tree / FILE).unlink()
    else:
        (tree / FILE).write_text(text)
    done = check()
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output


def test_nothing_is_written_where_something_could_not_be_checked(tree: Path) -> None:
    before = (tree / FILE).read_text()
    done = svclint("baseline", "a", "gone")
    assert done.exit_code == 2
    assert "is not written" in done.stderr
    assert (tree / FILE).read_text() == before


def test_a_tree_without_findings_has_an_empty_baseline(tree: Path) -> None:
    for name in ("a", "b"):
        (tree / name / "web.yaml").write_text(GOOD.format(name="web"))
    svclint("baseline", *VALIDITY, "-o", "none.baseline")
    assert json.loads((tree / "none.baseline").read_text()) == {"version": 1, "findings": []}
