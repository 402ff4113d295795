"""SARIF: valid by its published schema, with fingerprints that ignore line numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator
from svclint.report import sarif
from svclint.rule import site

from tests.report.hostile import hostile_result
from tests.report.runs import BROKEN, HOSTILE, VALIDITY, git, svclint

TOP = Path(__file__).parents[2]
SCHEMA = json.loads((Path(__file__).parent / "schemas/sarif-2.1.0-rtm.5.json").read_text())


def run_of(*words: str | Path) -> dict[str, Any]:
    log = json.loads(svclint("check", *VALIDITY, "--format", "sarif", *words).stdout)
    must_be_valid(log)
    (run,) = log["runs"]
    return dict(run)


def must_be_valid(log: object) -> None:
    assert [error.message for error in Draft4Validator(SCHEMA).iter_errors(log)] == []


def test_the_schema_would_find_a_fault() -> None:
    assert not Draft4Validator(SCHEMA).is_valid({"version": "2.1.0", "runs": [{"tool": {}}]})


def test_examples_are_valid_and_rules_bring_their_pages() -> None:
    run = run_of(TOP / "examples")
    rules = run["tool"]["driver"]["rules"]
    assert run["results"]
    for result in run["results"]:
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["help"]["markdown"].startswith(f"# {rule['id']}\n")
        assert "## How to fix it" in rule["help"]["text"]
        assert "```yaml bad" not in rule["help"]["text"]
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"].startswith("examples/")


def test_rules_link_to_the_site_once_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "web.yaml").write_text(BROKEN.format(name="web"))
    (rule,) = run_of(tmp_path)["tool"]["driver"]["rules"]
    assert "helpUri" not in rule
    monkeypatch.setattr(site, "site_address", lambda: "https://svclint.example")
    (rule,) = run_of(tmp_path)["tool"]["driver"]["rules"]
    assert rule["helpUri"] == "https://svclint.example/rules/validity/node_port_forbidden.html"
    (issue,) = json.loads(svclint("check", *VALIDITY, "--format", "gitlab", tmp_path).stdout)
    assert issue["description"].endswith(f" [node-port-forbidden] {rule['helpUri']}")
    done = svclint("check", *VALIDITY, "--format", "rdjson", tmp_path)
    (diagnostic,) = json.loads(done.stdout)["diagnostics"]
    assert diagnostic["code"] == {"value": "node-port-forbidden", "url": rule["helpUri"]}


def test_a_region_is_the_word_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(BROKEN.format(name="web"))
    (result,) = run_of(tmp_path)["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 7, "startColumn": 17, "endLine": 7, "endColumn": 22}
    assert place["contextRegion"]["snippet"]["text"] == "      nodePort: 30080"
    assert result["level"] == "error"
    assert result["properties"]["server"]["outcome"] == "reject"


def test_a_fix_is_what_to_put_in_the_place_of_what(tmp_path: Path) -> None:
    file = tmp_path / "web.yaml"
    text = BROKEN.format(name="web").replace("spec:", "spec:\n  type: NodePort")
    file.write_text(text.replace("30080", '"30080"  # ü'))
    (result,) = run_of(file)["results"]
    (fix,) = result["fixes"]
    assert fix["description"]["text"] == "set .spec.ports[0].nodePort to 30080"
    assert fix["properties"] == {"safe": True}
    (change,) = fix["artifactChanges"]
    physical = result["locations"][0]["physicalLocation"]
    assert change["artifactLocation"] == physical["artifactLocation"]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    assert region == {"startLine": 8, "startColumn": 17, "endLine": 8, "endColumn": 24}
    lines = file.read_text().splitlines()
    assert lines[7][16:23] == '"30080"'
    assert replacement["insertedContent"] == {"text": "30080"}


def test_related_places_are_named(tmp_path: Path) -> None:
    text = BROKEN.format(name="web").replace(
        "nodePort: 30080", "name: a\n    - {port: 80, name: b}"
    )
    (tmp_path / "web.yaml").write_text(text)
    run = run_of(tmp_path)
    (result,) = [each for each in run["results"] if each["ruleId"] == "duplicate-port"]
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["region"]["startLine"] == 6
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 8


def test_fingerprints_survive_moved_lines_and_files_but_tell_faults_apart(tmp_path: Path) -> None:
    def marks(text: str, name: str = "web.yaml") -> list[str]:
        (tmp_path / name).write_text(text)
        results = run_of(tmp_path / name)["results"]
        return [result["partialFingerprints"]["svclint/v1"] for result in results]

    text = BROKEN.format(name="web")
    before = marks(text)
    assert len(before) == 1
    assert marks(f"# a comment\n\n---\n{text}") == before
    assert marks(text, "other.yaml") == before
    assert marks(text.replace("30080", "30081")) != before
    assert marks(BROKEN.format(name="other")) != before


def test_fingerprints_ignore_lines_that_a_message_names(tmp_path: Path) -> None:
    def mark() -> Any:
        run = run_of("--select", "object-defined-twice", tmp_path)
        (result,) = [each for each in run["results"] if each["ruleId"] == "object-defined-twice"]
        assert "web.yaml:" in result["message"]["text"]
        return result["partialFingerprints"]

    text = BROKEN.format(name="web")
    (tmp_path / "web.yaml").write_text(f"{text}---\n{text}")
    before = mark()
    (tmp_path / "web.yaml").write_text(f"# moved\n{text}---\n{text}")
    assert mark() == before


def test_uris_are_relative_to_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    folder = tmp_path / "a b" / "ü"
    folder.mkdir(parents=True)
    (folder / "c:1 50%.yaml").write_text(BROKEN.format(name="web"))
    monkeypatch.chdir(tmp_path / "a b")
    for path in ("ü", ".", folder, "../a b"):
        (result,) = run_of(path)["results"]
        where = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert where == {"uri": "a%20b/%C3%BC/c%3A1%2050%25.yaml", "uriBaseId": "%SRCROOT%"}


def test_a_file_outside_has_an_absolute_uri(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "web.yaml").write_text(BROKEN.format(name="web"))
    monkeypatch.chdir(tmp_path / "in")
    (result,) = run_of("../web.yaml")["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == f"file://{tmp_path}/web.yaml"


def test_what_could_not_be_checked_is_a_notification(tmp_path: Path) -> None:
    run = run_of(tmp_path / "none.yaml")
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "does not exist" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_hostile_names_stay_words() -> None:
    text = sarif.render(hostile_result())
    assert text.isascii()
    assert "##[" not in text
    log = json.loads(text)
    must_be_valid(log)
    results = log["runs"][0]["results"]
    assert len(results) == len(HOSTILE)
    assert not any("](" in result["message"]["text"] for result in results)
