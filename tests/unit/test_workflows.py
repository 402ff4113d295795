"""Workflows pin actions, audit dependencies and attest releases; exceptions have reasons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
WORKFLOWS = sorted((TOP / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("file", [*WORKFLOWS, TOP / "action.yml"], ids=lambda file: file.name)
def test_actions_are_pinned_to_commits(file: Path) -> None:
    used = re.findall(r"^\s*(?:- )?uses: (.*)$", file.read_text(), re.MULTILINE)
    assert used
    for each in used:
        assert re.fullmatch(r"[\w.-]+(/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each), each


def test_python_reads_no_module_of_the_checkout() -> None:
    pages = [TOP / "action.yml", *sorted((TOP / "docs" / "ci").glob("*.md"))]
    for file in pages:
        assert not re.search(r"(?:python3?|\$PYTHON\"?) -[mc]\b", file.read_text()), file


def test_workflows_may_only_read_by_default() -> None:
    for file in WORKFLOWS:
        assert "\npermissions:\n  contents: read\n" in file.read_text()


def test_releases_are_audited_and_attested() -> None:
    release = (TOP / ".github/workflows/release.yml").read_text()
    assert release.index("pip-audit --strict") < release.index("gh-action-pypi-publish")
    assert "with: {attestations: true}" in release
    assert release.index("attest-build-provenance") < release.index("gh release create")


def test_exceptions_from_security_rules_have_a_reason() -> None:
    for folder in ("lint", "rules", "scripts", "benchmarks", "tests"):
        for file in (TOP / folder).rglob("*.py"):
            for line in file.read_text().splitlines():
                if re.search(r"# noqa: [^-]*\bS\d", line):
                    assert re.search(r"# noqa: [A-Z0-9, ]+ - \w", line), (file, line)
    pyproject = (TOP / "pyproject.toml").read_text()
    assert not re.search(r'"S"', pyproject.partition("per-file-ignores]")[2])
