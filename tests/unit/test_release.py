"""Releases: one version, a changelog section for it, and notes that link each new rule."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner
from svclint.cli import group
from svclint.rule.registry import all_rules

from scripts.release import ReleaseError, Section, notes, section, version

TOP = Path(__file__).parents[2]
CHANGELOG = "# Changelog\n\n## 1.2.0 ({})\n\n- Something.\n\n## 1.1.0 (2026-01-02)\n\n- Else.\n"


def test_the_changelog_begins_with_this_version() -> None:
    newest = section((TOP / "CHANGELOG.md").read_text(encoding="utf-8"), version())
    assert newest.date == "unreleased" or re.fullmatch(r"\d{4}-\d\d-\d\d", newest.date)


def test_the_version_has_one_place() -> None:
    # The metadata of an editable install may be stale, which would hide a change.
    assert metadata.version("svclint") == version()
    assert CliRunner().invoke(group, ["--version"]).stdout == f"svclint {version()}\n"
    # scripts/update_docs.py updates the pages in docs/.
    prose = (":!docs", ":!tests", ":!CHANGELOG.md", ":!editors", ":!examples")
    words = ["git", "-C", str(TOP), "grep", "-lF", "-e", version(), "--", ".", *prose]
    files = subprocess.run(words, capture_output=True, text=True, check=False).stdout.split()
    assert files == ["pyproject.toml"]
    # npm packages have a version of their own, which must follow.
    for package in (TOP / "editors").glob("*/package.json"):
        assert json.loads(package.read_text())["version"] == version(), package


def test_a_tag_wants_a_date_and_its_own_version() -> None:
    dated = CHANGELOG.format("2026-11-24")
    assert section(dated, "1.2.0", "v1.2.0") == Section("1.2.0", "2026-11-24", "\n- Something.\n\n")
    assert section(CHANGELOG.format("unreleased"), "1.2.0").date == "unreleased"


@pytest.mark.parametrize(
    ("changelog", "wanted", "tag", "words"),
    [
        (CHANGELOG.format("unreleased"), "1.2.0", "v1.2.0", "write: ## 1.2.0 (20"),
        (CHANGELOG.format("2026-13-24"), "1.2.0", "v1.2.0", "has no date for 1.2.0"),
        (CHANGELOG.format("2026-11-24"), "1.2.0", "v1.2.1", "the tag is v1.2.1"),
        (CHANGELOG.format("2026-11-24"), "1.3.0", "v1.3.0", "begins with version 1.2.0"),
        ("# Changelog\n", "1.3.0", "", "has no section"),
        (
            "## 1.3.0 (unreleased)\n\n## 1.2.0 (2026-01-01)\n",
            "1.3.0",
            "",
            "section of 1.3.0 in CHANGELOG.md is empty",
        ),
    ],
)
def test_what_is_not_ready_is_not_released(
    changelog: str, wanted: str, tag: str, words: str
) -> None:
    with pytest.raises(ReleaseError, match=re.escape(words)):
        section(changelog, wanted, tag)


def test_the_notes_link_each_new_rule_to_a_page_that_is_there() -> None:
    text = notes(Section("0.1.0", "2026-11-24", "- All.\n"), "https://example.com/svclint")
    links = re.findall(
        r"^- \[(\S+)\]\(https://example.com/svclint/blob/v0.1.0/(\S+)\)", text, re.MULTILINE
    )
    assert {name for name, _ in links} == {each.name for each in all_rules() if each.since == "0.1"}
    for name, file in links:
        assert (TOP / file).read_text(encoding="utf-8").startswith(f"# {name}\n")
    assert text.startswith("- All.\n")
    assert "New rules" not in notes(Section("0.1.1", "2026-11-25", "- A fix.\n"), "x")


def test_the_command_says_what_is_missing() -> None:
    words = [sys.executable, str(TOP / "scripts/release.py"), "--check"]
    assert subprocess.run(words, check=False).returncode == 0
    done = subprocess.run([*words, "--tag", "v0"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert (
        done.stderr
        == f"release: the tag is v0, but the version is {version()}; use tag v{version()}\n"
    )


@pytest.mark.parametrize("file", sorted((TOP / ".github/workflows").glob("*.yml")), ids=str)
def test_workflows_are_as_github_wants_them(file: Path) -> None:
    words = ["--builtin-schema", "vendor.github-workflows", str(file)]
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    # Untrusted names are passed to scripts only as variables.
    for script in re.findall(r"run: .*(?:\n {10,}.*)*", file.read_text()):
        assert "${{" not in script
