"""``svclint check --fix`` writes files safely, as patches, and to standard output."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from svclint.fix import rounds
from svclint.fix.rounds import Change, write_change

from tests.command.fix_runs import BROKEN, SAFE, check


def test_a_preview_is_a_patch_that_git_applies(web_yaml: Path) -> None:
    (web_yaml.parent / "a b").mkdir()
    crlf = web_yaml.parent / "a b" / "ü.yaml"
    crlf.write_bytes(BROKEN.replace("\n", "\r\n").encode()[:-2])
    done = check("--diff", ".")
    assert done.exit_code == 1
    assert "Would fix 4 findings in 2 files" in done.stderr
    assert web_yaml.read_text() == BROKEN
    patch = web_yaml.parent / "patch"
    patch.write_bytes(done.stdout_bytes)
    applied = subprocess.run(
        ["git", "apply", "patch"], cwd=web_yaml.parent, capture_output=True, text=True, check=False
    )
    assert applied.stderr == ""
    assert web_yaml.read_text() == SAFE
    assert crlf.read_bytes() == SAFE.replace("\n", "\r\n").encode()[:-2]
    done = check("--diff", ".")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Nothing to fix\n")


def test_exit_codes_of_a_preview(web_yaml: Path) -> None:
    assert check("--diff", "--exit-zero", ".").exit_code == 0
    assert check("--diff", ".", "none.yaml").exit_code == 2
    # Findings without a fix do not affect the exit code of --diff.
    web_yaml.write_text(SAFE.replace("80", "80000"))
    assert check("--diff", ".").exit_code == 0


def test_standard_input_goes_fixed_to_standard_output(web_yaml: Path) -> None:
    done = check("--fix", "-", stdin=BROKEN)
    assert (done.exit_code, done.stdout) == (0, SAFE)
    assert "Fixed 2 findings in 1 file" in done.stderr
    done = check("--fix", "--format", "json", "-", stdin=SAFE)
    assert done.stdout == SAFE
    assert json.loads(done.stderr)["fixed"] == []
    done = check("--diff", "-", stdin=BROKEN)
    assert done.exit_code == 1
    assert "+++ b/<stdin>" in done.stdout
    assert web_yaml.read_text() == BROKEN


def test_a_file_beside_standard_input_is_fixed_in_place(web_yaml: Path) -> None:
    done = check("--fix", "-", web_yaml, stdin="# nothing\n")
    assert done.stdout == "# nothing\n"
    assert web_yaml.read_text() == SAFE


def test_mode_and_links_stay(web_yaml: Path) -> None:
    os.chmod(web_yaml, 0o640)
    (web_yaml.parent / "svc").mkdir()
    link = web_yaml.parent / "svc" / "link.yaml"
    link.symlink_to("../web.yaml")
    check("--fix", "svc")
    assert link.is_symlink()
    assert web_yaml.read_text() == SAFE
    assert stat.S_IMODE(web_yaml.stat().st_mode) == 0o640
    assert sorted(each.name for each in web_yaml.parent.iterdir() if "tmp" in each.name) == []


def test_what_may_not_be_written_is_left_alone_and_told(web_yaml: Path) -> None:
    os.chmod(web_yaml, 0o444)
    done = check("--fix", "web.yaml")
    assert done.exit_code == 2
    assert "web.yaml is read-only, and was not fixed" in done.stderr
    assert "type 'nodeport' is not supported" in done.stdout
    assert ".spec.ports[0].port is the string" in done.stdout
    assert web_yaml.read_text() == BROKEN
    assert check("--diff", "web.yaml").exit_code == 2


def test_a_file_that_changes_meanwhile_is_left_alone(
    web_yaml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = write_change(str(web_yaml), Change(b"what it was before", b"fixed"))
    assert problem is not None
    assert "changed while it was being fixed" in problem.message
    assert web_yaml.read_text() == BROKEN

    judged = rounds.read_bytes

    def read(name: str) -> bytes | None:
        # The file changes between the check and the fix.
        web_yaml.write_text(BROKEN.replace("nodeport", "loadbalancer").replace('"80"', '"81"'))
        return judged(name)

    monkeypatch.setattr("svclint.app.fixing.read_bytes", read)
    check("--fix", "--select", "wrong-type", "web.yaml")
    assert '"81"' in web_yaml.read_text()


def test_a_folder_that_takes_no_file_is_an_error(
    web_yaml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **_names: object) -> None:
        # The error of a folder without write permission, which root would not get.
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    done = check("--fix", "--no-cache", "web.yaml")
    assert done.exit_code == 2
    assert "web.yaml cannot be written: permission denied" in done.stderr
    assert web_yaml.read_text() == BROKEN
    assert [each.name for each in web_yaml.parent.iterdir() if ".tmp" in each.name] == []


def test_a_run_that_was_remembered_is_made_anew_after_a_fix(web_yaml: Path) -> None:
    os.utime(web_yaml, (1_600_000_000, 1_600_000_000))
    time.sleep(2.1)
    assert check("web.yaml").exit_code == 1
    # Fixes are cached, too.
    assert check("--fix", "web.yaml").exit_code == 0
    assert web_yaml.read_text() == SAFE
    assert "in 1 file: 1 warning;" in check("web.yaml").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals and forks")
def test_workers_pass_fixes_on(web_yaml: Path) -> None:
    for number in range(30):
        (web_yaml.parent / f"{number}.yaml").write_text(BROKEN.replace("web}", f"web-{number}}}"))
    done = check("--fix", "--jobs", "3", "--no-cache", ".")
    assert "Fixed 62 findings in 31 files" in done.stdout
    assert "nodeport" not in "".join(each.read_text() for each in web_yaml.parent.glob("*.yaml"))
