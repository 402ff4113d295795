"""``--stdin-filename`` checks a text in the place of its file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from svclint.cli import group

from tests.unit.test_workspace import FILES, INGRESS


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(name: str, *words: str, text: str) -> Result:
    arguments = ["check", "--stdin-filename", name, *words]
    return CliRunner().invoke(group, arguments, prog_name="svclint", input=text)


def test_a_text_is_checked_in_the_place_of_its_file(folder: Path) -> None:
    name = "app/routes/ingress.yaml"
    text = INGRESS.replace("number: 80", "number: 81")
    done = check(name, "-", "--format", "json", text=text)
    assert done.exit_code == 1
    [finding] = json.loads(done.stdout)["findings"]
    assert (finding["rule"], finding["file"]) == ("backend-port-missing", name)
    # The fix fits the text, not the file.
    assert finding["fix"]["edits"][0]["startColumn"] == 23
    assert check(name, "-", text=INGRESS).exit_code == 0


def test_its_configuration_and_exclusion_are_those_of_the_file(folder: Path) -> None:
    (folder / "app" / ".svclint.yaml").write_text(
        "rules: {backend-port-missing: {severity: note}}\n"
    )
    text = INGRESS.replace("number: 80", "number: 81")
    name = "app/routes/ingress.yaml"
    assert check(name, "-", text=text).exit_code == 0
    (folder / ".gitignore").write_text("routes/\n")
    (folder / ".git").mkdir()
    (folder / "app" / ".svclint.yaml").unlink()
    assert check(name, "-", text=text).exit_code == 0


def test_only_a_text_can_stand_for_a_file(folder: Path) -> None:
    done = check("app/service.yaml", "app", text="")
    assert done.exit_code == 2
    assert "--stdin-filename names the file of standard input: its path is -" in done.stderr
    done = check("app/service.yaml", "-", "--fix", text="")
    assert done.exit_code == 2
