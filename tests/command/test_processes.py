"""Runs as separate processes: interrupted, with a killed worker, with a failing cache."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from svclint.engine.acceleration import cache_store
from svclint.engine.acceleration.shares import can_fork

TOP = Path(__file__).parents[2]
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web-%d}
spec: {ports: [{port: 80}]}
---
"""
RUN = [sys.executable, "-m", "svclint", "check"]
# The function of the worker is replaced before the command runs.
REPLACED = """
import os, signal, sys, time
from svclint.engine.acceleration import fast_execution
real, parent = fast_execution.fields_of, os.getpid()
def fields_of(item):
    if os.getpid() != parent:
        {does}
    return real(item)
fast_execution.fields_of = fields_of
sys.argv[:1] = ["svclint", "check", "--no-cache", "--jobs", "3"]
from svclint.cli import main
main()
"""
DIES = "os.kill(os.getpid(), signal.SIGKILL)"
RECORD = "svclint/engine/acceleration/code_digest.py,sha256=a,1\n"
# The state after an interrupted upgrade.
TWICE = {"0.1.0": RECORD, "0.1.1": RECORD}
HANGS = 'open(os.environ["STARTED"], "w").close(); time.sleep(60)'


@pytest.fixture
def many(tmp_path: Path) -> Path:
    file = tmp_path / "many.yaml"
    file.write_text("".join(SERVICE % number for number in range(30_000)))
    return file


def run(*words: str, **settings: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*RUN, *words], capture_output=True, text=True, check=False, **settings)


@pytest.mark.skipif(not can_fork(), reason="no fork here")
def test_ctrl_c_ends_all_processes_at_once(many: Path, tmp_path: Path) -> None:
    started = tmp_path / "started"
    process = subprocess.Popen(
        [sys.executable, "-c", REPLACED.format(does=HANGS), str(many)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "STARTED": str(started)},
    )
    while not started.exists():
        time.sleep(0.05)
        assert process.poll() is None
    # A terminal sends the signal to all processes of the group.
    os.killpg(process.pid, signal.SIGINT)
    output, errors = process.communicate(timeout=10)
    assert (process.returncode, output, errors) == (130, "", "svclint: error: interrupted\n")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


@pytest.mark.skipif(not can_fork(), reason="no fork here")
def test_a_killed_worker_is_an_error(many: Path) -> None:
    command = [sys.executable, "-c", REPLACED.format(does=DIES), str(many)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "a worker was killed by signal 9; its share of the work is missing" in done.stderr


@pytest.fixture
def old(tmp_path: Path) -> Path:
    file = tmp_path / "old.yaml"
    file.write_text(SERVICE % 1)
    # A file that has just changed is not cached.
    time.sleep(2.1)
    return file


def test_a_damaged_cache_is_built_anew(old: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    settings = {"env": {**os.environ, "SVCLINT_CACHE_DIR": str(folder)}}
    first = run(str(old), **settings)
    (entry,) = folder.glob("*.run")
    for damaged in (b"", b"x", entry.read_bytes()[:-1], entry.read_bytes()[:-1] + b"\xff"):
        entry.write_bytes(damaged)
        done = run("--verbose", str(old), **settings)
        assert done.stdout == first.stdout
        assert done.stderr == "svclint: note: the cache was damaged, and is rebuilt\n"
        assert run("--verbose", str(old), **settings).stderr == ""


def test_what_is_known_of_single_files_is_built_anew(tmp_path: Path) -> None:
    folder, files = tmp_path / "cache", tmp_path / "files"
    files.mkdir()
    for number in range(60):
        (files / f"{number}.yaml").write_text(SERVICE % number)
    settings = {"env": {**os.environ, "SVCLINT_CACHE_DIR": str(folder)}}
    time.sleep(2.1)
    first = run(str(files), **settings)
    entries = list(folder.glob("*.run"))
    assert len(entries) == 2
    for entry in entries:
        entry.write_bytes(entry.read_bytes()[:-1])
    done = run("--verbose", str(files), **settings)
    assert done.stdout == first.stdout
    assert done.stderr == "svclint: note: the cache was damaged, and is rebuilt\n"
    assert run("--verbose", str(files), **settings).stderr == ""


@pytest.mark.parametrize("kind", ["file", "read-only", "missing"])
def test_a_cache_that_cannot_be_written_costs_nothing(old: Path, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "cache"
    if kind == "file":
        folder.write_text("no folder")
    elif kind == "read-only":
        folder.mkdir(mode=0o500)
    else:
        folder = Path("/dev/null/cache")
    done = run("--verbose", str(old), env={**os.environ, "SVCLINT_CACHE_DIR": str(folder)})
    assert (done.returncode, done.stderr) == (0, "")


def test_the_cache_can_be_shown_and_cleared(old: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    environment = {**os.environ, "SVCLINT_CACHE_DIR": str(folder)}
    run(str(old), env=environment)
    assert sorted(each.suffix for each in folder.iterdir()) == ["", ".run"]
    (folder / "of somebody else").write_text("stays")
    for word, words in (("dir", str(folder)), ("clear", "Removed 1 KiB from")):
        command = [sys.executable, "-m", "svclint", "cache", word]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        assert done.stdout.startswith(words)
    assert [file.name for file in folder.iterdir()] == ["of somebody else"]


def test_the_cache_is_bounded(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVCLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(cache_store, "MAX_BYTES", 40_000)
    for number in range(20):
        cache_store.store_text(f"key {number}", "x" * 5000)
    kept = [number for number in range(20) if cache_store.load_text(f"key {number}", str, print)]
    assert kept
    assert kept[-1] == 19
    assert sum(file.stat().st_size for file in (tmp_path / "cache").iterdir()) <= 40_000


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a copy of svclint in the layout of an installation, but without RECORD."""
    package = tmp_path / "lib" / "svclint"
    unwanted = shutil.ignore_patterns("__pycache__")
    for source, into in (("lint/svclint", "."), ("rules", "rules"), ("schemas", "schemas")):
        shutil.copytree(TOP / source, package / into, ignore=unwanted, dirs_exist_ok=True)
    return package


def kept(copied: Path, file: Path) -> int:
    """Run a copy of svclint over a file; return the number of cached runs."""
    own = copied.parent.parent / "own"
    env = {**os.environ, "PYTHONPATH": str(copied.parent), "SVCLINT_CACHE_DIR": str(own)}
    assert run(str(file), env=env).returncode == 0
    return len(list(own.glob("*.run")))


def test_a_run_of_another_svclint_is_not_remembered(copied: Path, old: Path) -> None:
    assert (kept(copied, old), kept(copied, old)) == (1, 1)
    with (copied / "rules" / "validity" / "port_out_of_range.py").open("a") as stream:
        stream.write("# Edited.\n")
    assert kept(copied, old) == 2


def test_an_installed_svclint_is_told_by_what_is_recorded_of_it(copied: Path, old: Path) -> None:
    record = copied.parent / "svclint-0.1.0.dist-info" / "RECORD"
    record.parent.mkdir()
    record.write_text(RECORD)
    assert (kept(copied, old), kept(copied, old)) == (1, 1)
    record.write_text(RECORD.replace("=a", "=b"))
    assert kept(copied, old) == 2


@pytest.mark.parametrize("recorded", [{"0.1.0": "__editable__.svclint.pth,,\n"}, TWICE])
def test_a_record_that_leaves_a_doubt_does_not_count(
    copied: Path, old: Path, recorded: dict[str, str]
) -> None:
    for version, text in recorded.items():
        record = copied.parent / f"svclint-{version}.dist-info" / "RECORD"
        record.parent.mkdir()
        record.write_text(text)
    assert kept(copied, old) == 1
    os.utime(copied / "rule" / "options.py", (1, 1))
    assert kept(copied, old) == 2
