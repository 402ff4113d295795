"""The container file: what it copies, runs and starts, without a container engine.

Its steps run with the Python of this machine in a temporary root folder. Not tested are the base
image, the layers, USER and the volumes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
TEXT = (TOP / "Containerfile").read_text(encoding="utf-8")
STEPS = [
    (line.split(None, 1)[0], line.split(None, 1)[1])
    for line in re.sub(r"\s*\\\n\s*", " ", TEXT).splitlines()
    if line and not line.startswith("#")
]


def stages() -> list[list[tuple[str, str]]]:
    """Return the steps of each stage, which begins with FROM."""
    found: list[list[tuple[str, str]]] = []
    for step in STEPS:
        if step[0] == "FROM":
            found.append([])
        if found:
            found[-1].append(step)
    return found


def test_it_is_made_in_two_stages_and_runs_as_nobody() -> None:
    build, final = stages()
    assert build[0][1] == "${PYTHON} AS build"
    words = dict(final)
    # Kubernetes' runAsNonRoot needs a number, because it does not resolve user names.
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", words["USER"])
    assert "RUN" not in words
    assert words["COPY"].startswith("--from=build ")
    assert words["ENTRYPOINT"] == '["svclint"]'


def test_only_what_is_copied_is_sent_to_the_engine() -> None:
    lines = (TOP / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "*"
    copied = [word for name, words in stages()[0] if name == "COPY" for word in words.split()[:-1]]
    assert {line[1:] for line in lines if line.startswith("!")} == set(copied)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file system of the build stage, in a temporary folder."""
    root = tmp_path_factory.mktemp("root")
    folder = root
    for name, words in stages()[0][1:]:
        if name == "WORKDIR":
            folder = root / words.strip("/")
            folder.mkdir(parents=True)
        elif name == "COPY":
            *sources, target = words.split()
            for source in sources:
                copy(TOP / source, folder / target / (source if target == "./" else ""))
        else:
            assert name == "RUN"
            script = words.replace("/opt/", f"{root}/opt/")
            script = re.sub(r"^python ", f"{sys.executable} ", script)
            done = subprocess.run(
                ["sh", "-c", script], cwd=folder, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
    return root


def copy(source: Path, target: Path) -> None:
    if source.is_dir():
        left_out = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(source, target, ignore=left_out, dirs_exist_ok=True)
    else:
        shutil.copyfile(source, target)


def test_what_it_starts_checks_the_manifests_and_asks_clusters(root: Path) -> None:
    program = root / "opt/svclint/bin/svclint"
    for folder, code in (("kinds", 0), ("broken", 1)):
        done = run(root, TOP / "examples" / folder, str(program), "check")
        assert done.returncode == code, done.stderr
    python = str(program.with_name("python"))
    assert run(root, TOP, python, "-c", "import kubernetes").returncode == 0
    assert run(root, TOP, python, "-m", "pip").returncode == 1


def run(root: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "SVCLINT_CACHE_DIR": str(root / "tmp")}
    env.pop("PYTHONPATH", None)
    return subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)
