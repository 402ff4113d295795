"""The pages on CI: every example parses and matches its schema, and its scripts run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
import yaml
from click.testing import CliRunner
from svclint.cli import group

from tests.report.runs import BROKEN, GOOD, commit, git

TOP = Path(__file__).parents[2]
ACTIONLINT = shutil.which("actionlint")
PAGES = sorted((TOP / "docs/ci").glob("*.md"))
BLOCK = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
# Every example must pass in the first tree and fail in the second one.
TREES = {"good": GOOD.format(name="web"), "broken": BROKEN.format(name="web")}


class Example(NamedTuple):
    """A fenced block with the name of its file."""

    page: str
    language: str
    file: str
    text: str


EXAMPLES = [
    Example(page.stem, *match) for page in PAGES for match in BLOCK.findall(page.read_text())
]


def examples(page: str, file: str) -> list[str]:
    found = [each.text for each in EXAMPLES if (each.page, each.file) == (page, file)]
    assert found, f"docs/ci/{page}.md has no {file}"
    return found


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
    copied = f"mkdir -p .venv/bin && cp {programs}"
    stands_in = {
        "svclint": f'exec {sys.executable} -m svclint "$@"',
        "pip": f'[ "$*" = "install svclint" ] && {copied}/svclint .venv/bin',
        "python3": f'[ "$*" = "-m venv .venv" ] && {copied}/pip .venv/bin',
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
        env={**os.environ, **variables, "PATH": f"{programs}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def expected(tree: Path) -> int:
    return int(tree.name == "broken")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.page}:{e.file}")
def test_every_example_parses(example: Example) -> None:
    if example.language == "yaml":
        assert all(isinstance(each, dict) for each in yaml.safe_load_all(example.text))
    elif example.language == "groovy":
        assert example.text.count("{") == example.text.count("}")


@pytest.mark.parametrize(
    ("suffix", "schema", "options"),
    [
        (".github/workflows/svclint.yml", "vendor.github-workflows", []),
        (".github/workflows/publish.yml", "vendor.github-workflows", []),
        (".gitlab-ci.yml", "vendor.gitlab-ci", ["--data-transform", "gitlab-ci"]),
        # Its patterns are not valid in the Unicode mode of ECMAScript.
        ("azure-pipelines.yml", "vendor.azure-pipelines", ["--regex-variant", "nonunicode"]),
    ],
)
def test_pipelines_fit_their_published_schemas(
    suffix: str, schema: str, options: list[str], tmp_path: Path
) -> None:
    texts = [each.text for each in EXAMPLES if each.file == suffix]
    assert texts
    for number, text in enumerate(texts):
        file = tmp_path / f"{number}.yml"
        file.write_text(text)
        words = ["--builtin-schema", schema, *options, str(file)]
        done = subprocess.run(
            [sys.executable, "-m", "check_jsonschema", *words],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.skipif(not ACTIONLINT, reason="go install github.com/rhysd/actionlint/cmd/actionlint")
def test_github_workflows_pass_actionlint(tmp_path: Path) -> None:
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    found = [each for each in EXAMPLES if each.file.startswith(".github/workflows/")]
    for number, example in enumerate(found):
        # There is no action of an owner of this name.
        text = example.text.replace("OWNER/svclint@", "actions/checkout@")
        (folder / f"{number}.yml").write_text(
            re.sub(
                r"(actions/checkout@v0[\d.]*)\n( +)with:.*?(?=\n {0,8}\S|\Z)",
                r"\1",
                text,
                flags=re.DOTALL,
            )
        )
    for workflow in (TOP / ".github/workflows").glob("*.yml"):
        (folder / workflow.name).write_text(workflow.read_text())
    done = subprocess.run(
        [str(ACTIONLINT), "-no-color", "-shellcheck=", "-pyflakes="],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert len(found) > 3
    assert (done.returncode, done.stdout) == (0, "")


def test_the_problem_matcher_reads_both_reports(tmp_path: Path) -> None:
    matchers = json.loads((TOP / "docs/ci/problem-matcher.json").read_text())["problemMatcher"]
    (tmp_path / "web.yaml").write_text(BROKEN.format(name="web"))
    words = ["check", "--profile", "strict", str(tmp_path)]
    wanted = {
        (each["file"], str(each["line"]), str(each["column"]), each["message"], each["rule"])
        for each in json.loads(invoke(*words, "--format", "json"))["findings"]
    }
    for format_name in ("text", "concise"):
        found = set()
        for line in invoke(*words, "--format", format_name).splitlines():
            for matcher in matchers:
                (pattern,) = matcher["pattern"]
                match = re.search(pattern["regexp"], line)
                if match:
                    names = ("file", "line", "column", "message", "code")
                    found.add(tuple(match[pattern[name]] for name in names))
                    severity = match[pattern["severity"]] if "severity" in pattern else "notice"
                    assert severity in ("error", "warning", "notice")
        assert found == wanted


def invoke(*words: str) -> str:
    return CliRunner().invoke(group, words, prog_name="svclint").stdout


def test_objects_for_the_cluster_are_such(tmp_path: Path) -> None:
    for example in EXAMPLES:
        if example.page in ("argo-cd", "flux") and example.language == "yaml":
            if example.file.startswith(".github"):
                continue
            for document in yaml.safe_load_all(example.text):
                assert {"apiVersion", "kind"} <= set(document), example.file


def test_action_inputs_are_those_of_the_action() -> None:
    action = yaml.safe_load((TOP / "action.yml").read_text())
    for text in examples("github", ".github/workflows/svclint.yml"):
        for step in steps(text):
            if step.get("uses", "").startswith("OWNER/svclint@"):
                assert set(step["with"]) <= set(action["inputs"])


def steps(text: str) -> list[dict[str, Any]]:
    return [step for job in yaml.safe_load(text)["jobs"].values() for step in job["steps"]]


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


@pytest.mark.parametrize(
    "page", [*PAGES, *sorted((TOP / "docs/output").glob("*.md"))], ids=lambda page: page.stem
)
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text()):
        if not link.startswith("https://"):
            assert (page.parent / link).exists(), link
