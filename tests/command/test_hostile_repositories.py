"""Nothing that a repository names or contains is executed."""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic
from unittest import mock

import pytest
from svclint.model import time_limit
from svclint.source import git_process

from tests.command.hostile_repositories import ATTACKS, Build, repository, run_git
from tests.report.runs import svclint

COMMANDS = {
    "check": ("check",),
    "changed since": ("check", "--changed-since", "HEAD"),
    "among": ("check", "--among", ".", "svc/web.yaml"),
    "hook": ("check", "--among", "."),
    "fix": ("check", "--fix", "--unsafe-fixes", "--among", "."),
    "targets": ("targets",),
}


@pytest.mark.parametrize("build", ATTACKS, ids=lambda build: build.__name__)
def test_nothing_is_executed(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with mock.patch.dict(os.environ):
        mark = tmp_path / "executed"
        attack = build(tmp_path / "tree", f"touch {mark}")
        if attack.control:
            run_git(attack)
            assert mark.exists(), "the attack does not work on git itself"
            mark.unlink()
        monkeypatch.chdir(attack.folder)
        for name, words in COMMANDS.items():
            done = svclint(*words)
            assert done.exit_code in (0, 1, 2), done.output
            assert "Traceback" not in done.output
            assert not mark.exists(), f"{name} executed something"


def test_git_of_the_tree_is_not_run_where_there_is_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = repository(tmp_path / "tree")
    program = top / "bin/git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/executed\n")
    program.chmod(0o755)
    (tmp_path / "links").mkdir()
    (tmp_path / "links/git").symlink_to(program)
    monkeypatch.chdir(top)
    monkeypatch.setenv("PATH", f":.:bin:{top}/bin:{tmp_path}/links")
    done = svclint("check", "--changed-since", "HEAD")
    assert (done.exit_code, "outside of this checkout" in done.stderr) == (2, True)
    assert not (tmp_path / "executed").exists()


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there is no endless device")
def test_the_memory_of_git_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_process, "_MEMORY_BYTES", 64 << 20)
    top = repository(tmp_path / "tree")
    (top / "svc/web.yaml").write_text("a: 1\n")
    attributes = top / ".git/info/attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.unlink(missing_ok=True)
    attributes.symlink_to("/dev/zero")
    monkeypatch.chdir(top)
    done = svclint("check", "--changed-since", "HEAD")
    assert (done.exit_code, "memory" in done.stderr) == (2, True), done.output


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs")
def test_git_ends_with_the_time_of_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = repository(tmp_path / "tree")
    (top / ".git/config").unlink()
    os.mkfifo(top / ".git/config")
    monkeypatch.chdir(top)
    begun = monotonic()
    done = svclint("check", "--timeout", "3", "--changed-since", "HEAD")
    assert (done.exit_code, "the time limit of 3 s is reached" in done.stderr) == (2, True), (
        done.output
    )
    assert monotonic() < begun + 3 + time_limit.GRACE
