"""The pages on CI: every example parses and matches its schema."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from svclint.cli import group

from tests.render.real_tools import program
from tests.report.ci_examples import EXAMPLES, PAGES, TOP, Example, examples, steps
from tests.report.runs import BROKEN

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.page}:{e.file}")
def test_every_example_parses(example: Example) -> None:
    if example.language == "yaml":
        assert all(isinstance(each, dict) for each in yaml.safe_load_all(example.text))


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
        [program("actionlint"), "-no-color", "-shellcheck=", "-pyflakes="],
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


def test_action_inputs_are_those_of_the_action() -> None:
    action = yaml.safe_load((TOP / "action.yml").read_text())
    for text in examples("github", ".github/workflows/svclint.yml"):
        for step in steps(text):
            if step.get("uses", "").startswith("OWNER/svclint@"):
                assert set(step["with"]) <= set(action["inputs"])


@pytest.mark.parametrize(
    "page", [*PAGES, *sorted((TOP / "docs/output").glob("*.md"))], ids=lambda page: page.stem
)
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text()):
        if not link.startswith("https://"):
            assert (page.parent / link).exists(), link
