"""JUnit, Checkstyle and GitLab reports are well-formed and complete, and escape names."""

from __future__ import annotations

import json
import os
from pathlib import Path
from xml.etree import ElementTree

import pytest
from svclint.report import checkstyle, gitlab, junit
from svclint.report.repository_path import repository_path
from svclint.report.safe import safe

from tests.report.hostile import hostile_result
from tests.report.runs import BROKEN, GOOD, HOSTILE, VALIDITY, svclint


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an invalid Service, a valid one, and one with only a warning."""
    (tmp_path / "broken.yaml").write_text(BROKEN.format(name="web"))
    (tmp_path / "good.yaml").write_text(GOOD.format(name="good"))
    warned = GOOD.format(name="old").replace("spec:", "spec:\n  externalIPs: [203.0.113.7]")
    (tmp_path / "warned.yaml").write_text(warned)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(form: str, *words: str) -> str:
    return svclint(
        "check", *VALIDITY, "--kubernetes-version", "1.36", "--format", form, *words, "."
    ).stdout


def test_junit_fails_what_fails_the_run(tree: Path) -> None:
    suites = ElementTree.fromstring(report("junit"))
    assert {"name": "svclint", "tests": "3", "failures": "1"}.items() <= suites.attrib.items()
    by_name = {suite.attrib["name"]: suite for suite in suites}
    assert list(by_name) == ["broken.yaml", "good.yaml", "warned.yaml"]
    (failure,) = suites.iter("failure")
    assert failure.attrib["message"].startswith("nodePort 30080 may not be set")
    assert (failure.text or "").startswith("broken.yaml:7:17: error: nodePort 30080")
    (passed,) = by_name["good.yaml"]
    assert passed.attrib["name"] == "no finding"
    assert len(passed) == 0
    strict = ElementTree.fromstring(report("junit", "--fail-on", "warning"))
    assert strict.attrib["failures"] == "2"


def test_junit_counts_what_it_holds() -> None:
    suites = ElementTree.fromstring(junit.render(hostile_result()))
    for parts in ((suites,), tuple(suites)):
        for tag, name in (("testcase", "tests"), ("failure", "failures"), ("error", "errors")):
            held = sum(len(list(part.iter(tag))) for part in parts)
            assert held == sum(int(part.attrib[name]) for part in parts)


def test_checkstyle_has_a_place_for_each_finding(tree: Path) -> None:
    os.mkfifo(tree / "none.yaml")
    root = ElementTree.fromstring(report("checkstyle"))
    found = {file.attrib["name"]: [error.attrib for error in file] for file in root}
    assert list(found) == ["broken.yaml", "warned.yaml", "none.yaml"]
    (error,) = found["broken.yaml"]
    assert (error["line"], error["column"], error["severity"]) == ("7", "17", "error")
    assert error["source"] == "svclint.validity.node-port-forbidden"
    assert [each["severity"] for each in found["warned.yaml"]] == ["warning"]
    assert found["none.yaml"][0]["source"] == "svclint.unchecked"


@pytest.mark.parametrize("render", [junit.render, checkstyle.render])
def test_xml_is_well_formed_whatever_the_names(render: object) -> None:
    assert callable(render)
    root = ElementTree.fromstring(render(hostile_result()))
    texts = [text for part in root.iter() for text in (part.text, *part.attrib.values()) if text]
    for hostile in HOSTILE:
        assert any(safe(hostile) in text for text in texts), hostile
    assert {part.tag for part in root.iter()} <= {
        "testsuites", "testsuite", "testcase", "failure", "error", "system-out",
        "checkstyle", "file",
    }  # fmt: skip


def test_gitlab_has_what_its_documentation_demands(tree: Path) -> None:
    issues = json.loads(report("gitlab"))
    assert [issue["severity"] for issue in issues] == ["major", "minor"]
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
    assert issues[0]["location"] == {"path": "broken.yaml", "lines": {"begin": 7}}
    assert issues[0]["check_name"] == "svclint/node-port-forbidden"


def test_gitlab_knows_a_finding_again_and_tells_equal_ones_apart(tree: Path) -> None:
    text = BROKEN.format(name="web")
    before = json.loads(report("gitlab"))[0]["fingerprint"]
    (tree / "broken.yaml").write_text(f"# moved\n{text}---\n{text}")
    marks = [issue["fingerprint"] for issue in json.loads(report("gitlab"))[:2]]
    assert marks[0] == before
    assert marks[1] != before


def test_gitlab_takes_hostile_names_for_names() -> None:
    result = hostile_result()
    issues = json.loads(gitlab.render(result))
    assert len({issue["fingerprint"] for issue in issues}) == 2 * len(HOSTILE)
    paths = [issue["location"]["path"] for issue in issues]
    assert paths[: len(HOSTILE)] == [safe(repository_path(file)) for file in result.files]
