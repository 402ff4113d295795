"""The scripts on the pages on CI pass a good tree and fail a broken one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from click.testing import CliRunner
from svclint.cli import group

from tests.report.ci_examples import examples, steps
from tests.report.runs import BROKEN, GOOD, commit, git

# Every example must pass in the first tree and fail in the second one.
TREES = {"good": GOOD.format(name="web"), "broken": BROKEN.format(name="web")}


@pytest.fixture(params=TREES)
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a clone whose branch has changed one file since main, named after its content."""
    origin, folder = tmp_path / "origin", tmp_path / str(request.param)
    origin.mkdir()
    git(origin, "init", "-q")
    commit(origin, apps__old=GOOD.format(name="old"))
    git(tmp_path, "clone", "-q", str(origin), str(folder))
    git(folder, "checkout", "-q", "-b", "mine")
    commit(folder, apps__web=TREES[request.param])
    return folder


def run(tree: Path, script: str, *, shell: str = "bash", **variables: str) -> tuple[int, str, str]:
    """Run a script with svclint on PATH, and stubs for programs that are not installed."""
    programs = tree.parent / "programs"
    programs.mkdir(exist_ok=True)
    installed = f'( cd "${{0%/*}}"; cp -u {programs}/svclint . || : )'
    stands_in = {
        "svclint": f'exec {sys.executable} -m svclint "$@"',
        "pip": f'[ "$*" = "install svclint" ] && {installed}',
        # Isolated, and outside of the checkout.
        "python3": f'[ "$*" = "-I -m venv {tree.parent}/agent/svclint" ] && mkdir -p "$4/bin" && '
        f'cp {programs}/pip "$4/bin"',
        "kustomize": '[ "$*" = "build ." ] && cat apps/web.yaml',
        "flux": f'echo "$*" >> {tree}/flux.log; [ "$1" != build ] || cat apps/web.yaml',
        "gh": f'echo "$*" >> {tree}/gh.log',
    }
    for name, body in stands_in.items():
        (programs / name).write_text(f"#!/bin/sh\n{body}\n")
        (programs / name).chmod(0o755)
    done = subprocess.run(
        [shell, "-e", "-c", script],
        cwd=tree,
        env={
            **os.environ,
            "WORKSPACE_TMP": f"{tree.parent}/agent",
            **variables,
            "PATH": f"{programs}:{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def expected(tree: Path) -> int:
    return int(tree.name == "broken")


def test_github_without_the_action(tree: Path) -> None:
    found = steps(examples("github", ".github/workflows/svclint.yml")[2])
    (install, check, comment) = [step for step in found if "run" in step]
    assert run(tree, install["run"])[0] == 0
    code, said, _ = run(tree, check["run"])
    assert code == expected(tree)
    assert ("::error file=apps/web.yaml,line=7" in said) == bool(expected(tree))
    assert comment["if"] == "always()"
    assert run(tree, comment["run"], PULL_REQUEST="7")[0] == 0
    assert "pr comment 7 " in (tree / "gh.log").read_text()
    assert (tree / "svclint.md").read_text().startswith("### svclint: ")


def test_gitlab(tree: Path) -> None:
    whole, changed = (yaml.safe_load(t)["svclint"] for t in examples("gitlab", ".gitlab-ci.yml"))
    code, _, said = run(tree, "\n".join(whole["script"]))
    assert code == expected(tree), said
    reports = whole["artifacts"]["reports"]
    assert len(json.loads((tree / reports["codequality"]).read_text())) >= expected(tree)
    ElementTree.parse(tree / reports["junit"])
    branch = {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
    code, said, _ = run(tree, "\n".join(changed["script"]), **branch)
    assert code == expected(tree)
    assert "Checked 1 Service in" in said


def test_azure(tree: Path) -> None:
    (text,) = examples("azure", "azure-pipelines.yml")
    text = text.replace("$(Agent.TempDirectory)", f"{tree.parent}/agent")
    install, check = [step["script"] for step in yaml.safe_load(text)["steps"] if "script" in step]
    assert run(tree, install)[0] == 0
    code, said, _ = run(tree, check)
    assert code == expected(tree)
    assert ("sourcepath=apps/web.yaml;linenumber=7;" in said) == bool(expected(tree))
    ElementTree.parse(tree / "svclint-junit.xml")
    assert (tree / "svclint.html").stat().st_size > 0


def test_jenkins(tree: Path) -> None:
    (text,) = examples("jenkins", "Jenkinsfile")
    (script,) = re.findall(r"sh '''\n(.*?)'''", text, re.DOTALL)
    # Groovy interprets a backslash in such a string; at the end of a line, it joins lines.
    code, _, said = run(tree, script.replace("\\\n", ""), shell="sh")
    assert code == expected(tree), said
    for file in re.findall(r"'(svclint[^']*)'", text.partition("post {")[2]):
        assert (tree / file).stat().st_size > 0


def test_argo_cd_plugin_prints_what_passes_and_nothing_else(tree: Path) -> None:
    (text,) = examples("argo-cd", "plugin.yaml")
    generate = yaml.safe_load(text)["spec"]["generate"]
    (script,) = generate["args"]
    code, said, log = run(tree, script, shell="sh")
    assert code == expected(tree)
    assert said == ("" if expected(tree) else TREES["good"])
    assert "Checked 1 Service" in log


@pytest.mark.parametrize("page", ["argo-cd", "flux"])
def test_jobs_in_the_cluster(page: str, tree: Path) -> None:
    (text,) = examples(page, "svclint.yaml")
    job = next(each for each in yaml.safe_load_all(text) if each["kind"] == "Job")
    (container,) = job["spec"]["template"]["spec"]["containers"]
    (mount,) = container["volumeMounts"]
    words = [str(tree / "apps") if w == mount["mountPath"] else w for w in container["command"]]
    if "cluster" in words:
        (tree / "live.json").write_text('{"apiVersion": "v1", "kind": "List", "items": []}')
        words[words.index("cluster")] = str(tree / "live.json")
    done = CliRunner().invoke(group, words[1:], prog_name="svclint")
    assert done.exit_code == expected(tree), done.output
    (kustomization,) = examples(page, "kustomization.yaml")
    (generated,) = yaml.safe_load(kustomization)["configMapGenerator"]
    (volume,) = job["spec"]["template"]["spec"]["volumes"]
    assert volume["configMap"]["name"] == generated["name"]


def test_flux_pushes_only_what_passes(tree: Path) -> None:
    found = steps(examples("flux", ".github/workflows/publish.yml")[0])
    scripts = [step["run"] for step in found if "run" in step]
    codes = []
    for script in scripts:
        code, _, said = run(tree, script, ARTIFACT="oci://registry.example.com/manifests")
        codes.append(code)
        if code:
            break
    log = (tree / "flux.log").read_text()
    assert codes[-1] == expected(tree), said
    assert ("push artifact" in log) == (not expected(tree))
