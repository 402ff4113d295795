"""Run ``svclint check --fix`` and ``--diff`` as users do."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from svclint.cli import group
from svclint.fix import rounds
from svclint.fix.rounds import Change, write_change

BROKEN = """\
apiVersion: v1
kind: Service
metadata: {name: web}  # web
spec:
  type: nodeport
  externalName: web.example.com
  ports:
    - port: "80"
"""
# With safe fixes only, and with all fixes.
SAFE = BROKEN.replace("nodeport", "NodePort").replace('"80"', "80").replace(
    "  externalName: web.example.com\n", ""
)  # fmt: skip
HINTS = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  externalTrafficPolicy: Local
  ports: [{port: 80}]
"""
NO_HINTS = HINTS.replace("  externalTrafficPolicy: Local\n", "")


def check(*words: str | Path, stdin: str | bytes | None = None) -> Result:
    words = ("check", *words)
    return CliRunner().invoke(group, [str(word) for word in words], input=stdin)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SVCLINT_CACHE_DIR", str(tmp_path / "cache"))
    file = tmp_path / "web.yaml"
    file.write_text(BROKEN)
    return file


def test_what_is_fixed_is_counted_and_what_is_left_is_judged(file: Path) -> None:
    done = check("--fix", "web.yaml")
    assert file.read_text() == SAFE
    assert done.exit_code == 0
    assert "Fixed 3 findings in 1 file: 1 " in done.stdout
    assert "1 type-unsupported" in done.stdout
    assert "Checked 1 Service in 1 file: 1 note" in done.stdout
    file.write_text(BROKEN.replace("80", "80000"))
    done = check("--fix", ".")
    assert done.exit_code == 1
    assert "port 80000 is outside 1-65535" in done.stdout
    assert file.read_text() == SAFE.replace("80", "80000")


def test_a_second_run_changes_nothing(file: Path) -> None:
    check("--fix", ".")
    before = file.stat()
    assert "Fixed" not in check("--fix", ".").stdout
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_preview_is_a_patch_that_git_applies(file: Path) -> None:
    (file.parent / "a b").mkdir()
    crlf = file.parent / "a b" / "ü.yaml"
    crlf.write_bytes(BROKEN.replace("\n", "\r\n").encode()[:-2])
    done = check("--diff", ".")
    assert done.exit_code == 1
    assert "Would fix 6 findings in 2 files" in done.stderr
    assert file.read_text() == BROKEN
    patch = file.parent / "patch"
    patch.write_bytes(done.stdout_bytes)
    applied = subprocess.run(
        ["git", "apply", "patch"], cwd=file.parent, capture_output=True, text=True, check=False
    )
    assert applied.stderr == ""
    assert file.read_text() == SAFE
    assert crlf.read_bytes() == SAFE.replace("\n", "\r\n").encode()[:-2]
    done = check("--diff", ".")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Nothing to fix\n")


def test_exit_codes_of_a_preview(file: Path) -> None:
    assert check("--diff", "--exit-zero", ".").exit_code == 0
    assert check("--diff", ".", "none.yaml").exit_code == 2
    # Findings without a fix do not affect the exit code of --diff.
    file.write_text(SAFE.replace("80", "80000"))
    assert check("--diff", ".").exit_code == 0


def test_what_is_only_likely_needs_more_than_a_word(file: Path) -> None:
    file.write_text(HINTS)
    done = check("--fix", "web.yaml")
    assert (done.exit_code, file.read_text()) == (1, HINTS)
    assert "(--unsafe-fixes)" in done.stdout
    assert "; 1 can be fixed with --fix --unsafe-fixes" in done.stdout
    assert check("--fix", "--unsafe-fixes", "web.yaml").exit_code == 0
    assert file.read_text() == NO_HINTS


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--fix", "--diff"], "use one of the two"),
        (["--diff", "--format", "json"], "--diff prints a patch"),
        (["--diff", "--output", "x"], "--diff prints a patch"),
        (["--unsafe-fixes"], "--unsafe-fixes needs --fix or --diff"),
    ],
)
def test_options_that_contradict_each_other(file: Path, words: list[str], said: str) -> None:
    done = check(*words, file)
    assert done.exit_code == 2
    assert said in done.stderr


def test_standard_input_goes_fixed_to_standard_output(file: Path) -> None:
    done = check("--fix", "-", stdin=BROKEN)
    assert (done.exit_code, done.stdout) == (0, SAFE)
    assert "Fixed 3 findings in 1 file" in done.stderr
    done = check("--fix", "--format", "json", "-", stdin=SAFE)
    assert done.stdout == SAFE
    assert json.loads(done.stderr)["fixed"] == []
    done = check("--diff", "-", stdin=BROKEN)
    assert done.exit_code == 1
    assert "+++ b/<stdin>" in done.stdout
    assert file.read_text() == BROKEN


def test_a_file_beside_standard_input_is_fixed_in_place(file: Path) -> None:
    done = check("--fix", "-", file, stdin="# nothing\n")
    assert done.stdout == "# nothing\n"
    assert file.read_text() == SAFE


def test_mode_and_links_stay(file: Path) -> None:
    os.chmod(file, 0o640)
    (file.parent / "svc").mkdir()
    link = file.parent / "svc" / "link.yaml"
    link.symlink_to("../web.yaml")
    check("--fix", "svc")
    assert link.is_symlink()
    assert file.read_text() == SAFE
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(each.name for each in file.parent.iterdir() if "tmp" in each.name) == []


def test_what_may_not_be_written_is_left_alone_and_told(file: Path) -> None:
    os.chmod(file, 0o444)
    done = check("--fix", "web.yaml")
    assert done.exit_code == 2
    assert "web.yaml is read-only, and was not fixed" in done.stderr
    assert "type 'nodeport' does not exist" not in done.stdout
    assert ".spec.ports[0].port is the string" in done.stdout
    assert file.read_text() == BROKEN
    assert check("--diff", "web.yaml").exit_code == 2


def test_a_file_that_changes_meanwhile_is_left_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = write_change(str(file), Change(b"what it was before", b"fixed"))
    assert problem is not None
    assert "changed while it was being fixed" in problem.message
    assert file.read_text() == BROKEN

    judged = rounds.read_bytes

    def read(name: str) -> bytes | None:
        # The file changes between the check and the fix.
        file.write_text(BROKEN.replace("nodeport", "loadbalancer").replace('"80"', '"81"'))
        return judged(name)

    monkeypatch.setattr("svclint.app.fixing.read_bytes", read)
    check("--fix", "--select", "wrong-type", "web.yaml")
    assert '"81"' in file.read_text()


def test_a_folder_that_takes_no_file_is_an_error(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        # The error of a folder without write permission, which root would not get.
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    done = check("--fix", "--no-cache", "web.yaml")
    assert done.exit_code == 2
    assert "web.yaml cannot be written: permission denied" in done.stderr
    assert file.read_text() == BROKEN
    assert [each.name for each in file.parent.iterdir() if ".tmp" in each.name] == []


def test_a_run_that_was_remembered_is_made_anew_after_a_fix(file: Path) -> None:
    os.utime(file, (1_600_000_000, 1_600_000_000))
    time.sleep(2.1)
    assert check("web.yaml").exit_code == 1
    # Fixes are cached, too.
    assert check("--fix", "web.yaml").exit_code == 0
    assert file.read_text() == SAFE
    assert "in 1 file: 1 note" in check("web.yaml").stdout


def test_only_what_is_reported_is_fixed(file: Path) -> None:
    check("--fix", "--select", "wrong-type", "web.yaml")
    assert file.read_text() == BROKEN.replace('"80"', "80")
    file.write_text(HINTS.replace("Local", "local"))
    CliRunner().invoke(group, ["baseline", "-o", "known.json", "web.yaml"])
    file.write_text(file.read_text().replace("port: 80", "Port: 80"))
    check("--fix", "--unsafe-fixes", "--baseline", "known.json", "web.yaml")
    assert file.read_text() == HINTS.replace("Local", "local")


def test_with_among_only_what_the_files_bring_about_is_fixed(file: Path) -> None:
    other = file.parent / "other.yaml"
    other.write_text(BROKEN)
    check("--fix", "--among", ".", "web.yaml")
    assert (file.read_text(), other.read_text()) == (SAFE, BROKEN)


def test_verbose_says_what_cannot_be_fixed_and_why(file: Path) -> None:
    file.write_text(BROKEN.replace("nodeport", "&t nodeport").replace('"80"', "80"))
    done = check("--fix", "-v", "web.yaml")
    assert "web.yaml:5:9: type-unsupported is not fixed: it has an anchor or a tag" in done.stderr
    assert "(--fix)" not in done.stdout
    assert done.exit_code == 1


def test_references_are_judged_with_what_was_fixed(file: Path) -> None:
    file.write_text(
        """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  Selector: {app: web}
  ports: [{port: 80, targetPort: htp}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web, ports: [{name: http, containerPort: 80}]}]}
"""
    )
    assert check("--fix", "--unsafe-fixes", "web.yaml").exit_code == 0
    assert "  selector: {app: web}\n  ports: [{port: 80, targetPort: http}]" in file.read_text()


def test_a_live_address_is_not_spelt_anew(file: Path) -> None:
    text = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: LoadBalancer
  clusterIP: FD00:10:96::77
  loadBalancerIP: FD00::1
  ipFamilies: [IPv6]
  ports: [{port: 80, targetPort: 80, protocol: TCP, nodePort: 30080}]
"""
    file.write_text(text)
    live = file.parent / "live.json"
    live.write_text(
        json.dumps(
            {
                "apiVersion": "v1",
                "kind": "Service",
                "metadata": {"name": "web", "namespace": "default", "uid": "1"},
                "spec": {
                    "type": "LoadBalancer",
                    "clusterIP": "FD00:10:96::77",
                    "clusterIPs": ["FD00:10:96::77"],
                    "ipFamilies": ["IPv6"],
                    "ipFamilyPolicy": "SingleStack",
                    "ports": [{"port": 80, "targetPort": 80, "protocol": "TCP", "nodePort": 30080}],
                },
            }
        )
    )
    check("--fix", "--unsafe-fixes", "--live", live, "web.yaml")
    assert file.read_text() == text.replace("FD00::1", "fd00::1")


def test_json_says_what_to_write_where(file: Path) -> None:
    shown = json.loads(check("--format", "json", "web.yaml").stdout)
    fixes = {each["rule"]: each["fix"] for each in shown["findings"]}
    assert fixes["wrong-type"] == {
        "description": "set .spec.ports[0].port to 80",
        "safe": True,
        "edits": [{"startLine": 8, "startColumn": 13, "endLine": 8, "endColumn": 17, "text": "80"}],
    }
    assert "fixed" not in shown
    shown = json.loads(check("--fix", "--format", "json", "web.yaml").stdout)
    assert sorted(each["rule"] for each in shown["fixed"]) == [
        "field-ignored",
        "type-unsupported",
        "wrong-type",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="signals and forks")
def test_workers_pass_fixes_on(file: Path) -> None:
    for number in range(30):
        (file.parent / f"{number}.yaml").write_text(BROKEN.replace("web}", f"web-{number}}}"))
    done = check("--fix", "--jobs", "3", "--no-cache", ".")
    assert "Fixed 93 findings in 31 files" in done.stdout
    assert "nodeport" not in "".join(each.read_text() for each in file.parent.glob("*.yaml"))
