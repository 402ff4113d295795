"""action.yml: its scripts run, and its inputs cannot inject code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.report.runs import BROKEN, GOOD, commit, copy_source, git

TOP = Path(__file__).parents[2]
ACTION = yaml.safe_load((TOP / "action.yml").read_text())
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
INPUTS = re.compile(r"inputs\.([a-z-]+)")


def test_it_is_as_github_wants_it() -> None:
    words = ["--builtin-schema", "vendor.github-actions", str(TOP / "action.yml")]
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_no_script_has_an_expression_in_it() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert ("run" in step) == (step.get("shell") == "bash")


def test_every_input_is_declared_and_used() -> None:
    text = (TOP / "action.yml").read_text()
    assert set(INPUTS.findall(text)) == set(ACTION["inputs"])
    shown = (TOP / "docs/ci/github.md").read_text()
    for name in ACTION["inputs"]:
        assert f"| `{name}` |" in shown


@pytest.fixture
def job(tmp_path: Path) -> dict[str, str]:
    """Return the variables of a job, with svclint where the action installs it."""
    home = tmp_path / "temp/svclint/bin"
    home.mkdir(parents=True)
    (home / "svclint").write_text(f'#!/bin/sh\nexec {sys.executable} -m svclint "$@"\n')
    (home / "svclint").chmod(0o755)
    return {
        **os.environ,
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }


def run(job: dict[str, str], folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the check step with inputs as the action passes them."""
    env = dict(job)
    for variable, expression in STEPS["Check"]["env"].items():
        (name,) = INPUTS.findall(expression)
        default = ACTION["inputs"][name]["default"]
        env[variable] = inputs.get(name.replace("-", "_"), default)
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS["Check"]["run"]],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "tree"
    folder.mkdir()
    git(folder, "init", "-q")
    commit(folder, good=GOOD.format(name="good"))
    return folder


def test_a_good_tree_passes_and_leaves_its_reports(
    job: dict[str, str], tree: Path, tmp_path: Path
) -> None:
    (tmp_path / "summary").write_text("before\n")
    done = run(job, tree)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "output").read_text() == f"sarif-file={tmp_path}/temp/svclint.sarif\n"
    assert (tmp_path / "temp/svclint.sarif").is_file()
    assert (tmp_path / "summary").read_text().startswith("before\n### svclint: ")


def test_a_broken_tree_fails_with_annotations_and_reports(
    job: dict[str, str], tree: Path, tmp_path: Path
) -> None:
    (tree / "a b.yaml").write_text(BROKEN.format(name="web"))
    done = run(job, tree)
    assert done.returncode == 1
    assert "::error file=a b.yaml,line=7" in done.stdout
    assert (tmp_path / "output").read_text().startswith("sarif-file=")
    assert run(job, tree, fail_on="never").returncode == 0
    assert run(job, tree, paths="\ngood.yaml\n").returncode == 0
    assert run(job, tree, paths="good.yaml\na b.yaml").returncode == 1


def test_every_input_comes_to_its_option(job: dict[str, str], tree: Path) -> None:
    commit(tree, old=BROKEN.format(name="old"))
    assert run(job, tree).returncode == 1
    assert run(job, tree, changed_since="HEAD").returncode == 0
    subprocess.run([sys.executable, "-m", "svclint", "baseline"], cwd=tree, check=True)
    assert run(job, tree, baseline=".svclint-baseline.json").returncode == 0
    text = GOOD.format(name="ip").replace("spec:", "spec:\n  clusterIP: 10.4.0.1")
    (tree / "ip.yaml").write_text(text)
    assert run(job, tree, paths="ip.yaml").returncode == 0
    assert run(job, tree, paths="ip.yaml", service_cidr="10.3.240.0/20").returncode == 1
    assert run(job, tree, paths="good.yaml", kubernetes_version="1.2").returncode == 2
    assert run(job, tree, paths="good.yaml", snapshot="none.json").returncode == 2


@pytest.mark.parametrize(
    "text", ["$(touch pwned)", "`touch pwned`", "'; touch pwned; '", "--output=pwned"]
)
def test_an_input_is_only_text(job: dict[str, str], tree: Path, text: str) -> None:
    for name in ACTION["inputs"]:
        run(job, tree, **{name.replace("-", "_"): text})
    assert not (tree / "pwned").exists()


def test_the_action_installs_itself(tmp_path: Path) -> None:
    step: dict[str, Any] = STEPS["Install svclint"]
    assert "github.action_path" in step["env"]["WANTED"]
    source = tmp_path / "source"
    source.mkdir()
    copy_source(source)
    variables = {"PYTHON": sys.executable, "WANTED": str(source), "RUNNER_TEMP": str(tmp_path)}
    done = subprocess.run(
        ["bash", "-c", step["run"]],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    program = tmp_path / "svclint/bin/svclint"
    words = [str(program), "check", str(TOP / "examples/kinds")]
    checked = subprocess.run(words, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
