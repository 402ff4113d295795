"""A report lists the first findings of a rule in a file, and counts the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from svclint.report import result

from tests.report.runs import BROKEN, svclint

RULE = "node-port-forbidden"
MOST = 3
FORMATS = ["text", "concise", "json", "sarif", "junit", "github", "gitlab", "azure"]
FORMATS += ["checkstyle", "rdjson", "html"]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file with ten findings of a rule, of which three are listed."""
    monkeypatch.setattr(result, "MOST_LISTED", MOST)
    found = tmp_path / "web.yaml"
    found.write_text("---\n".join(BROKEN.format(name=f"web-{number}") for number in range(10)))
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_how_many_are_not_listed(file: Path, form: str) -> None:
    done = svclint("check", "--select", RULE, "--format", form, str(file))
    assert done.exit_code == 1
    assert f"7 more findings of {RULE} in this file not listed" in done.stdout
    # Some reports give the message twice, and the page of the rule.
    assert MOST <= done.stdout.count("nodePort 30080 may not be set") < 10


def test_all_findings_are_counted(file: Path) -> None:
    done = svclint("check", "--select", RULE, "--statistics", "--format", "json", str(file))
    shown = json.loads(done.stdout)
    assert len(shown["findings"]) == MOST + 1
    assert shown["summary"]["findings"]["error"] == 10
    assert shown["statistics"] == [{"rule": RULE, "count": 10, "severity": "error"}]


def test_other_files_and_rules_have_a_limit_of_their_own(file: Path) -> None:
    other = file.with_name("other.yaml")
    other.write_text(BROKEN.format(name="Other"))
    words = ("check", "--select", RULE, "--select", "name-invalid", "--format", "json")
    shown = json.loads(svclint(*words, str(file.parent)).stdout)
    assert [each["rule"] for each in shown["findings"] if each["file"] == str(other)] == [
        "name-invalid",
        RULE,
    ]


def test_what_is_suppressed_has_the_same_limit(file: Path) -> None:
    text = file.read_text().replace("30080", f"30080 # svclint: ignore[{RULE}] known")
    file.write_text(text)
    done = svclint("check", "--select", RULE, "--format", "json", str(file))
    shown = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (len(shown["suppressed"]), shown["summary"]["suppressed"]) == (MOST, 10)
