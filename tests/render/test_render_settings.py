"""``render`` in ``.svclint.yaml``: what it accepts, and what ``svclint config`` shows of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.charts import svclint

FAULTS = {
    "render: {mode: always}": "1:16: mode is 'always', which is unknown; known are auto, require",
    "render: {mod: auto}": "1:10: mod is unknown; did you mean mode?",
    "render: {environments: [{cluster: prd}]}\nclusters: [{name: prod, paths: [x]}]": (
        "1:35: cluster is 'prd', which is unknown; did you mean prod?"
    ),
    "render: {environments: [{values: [../a.yaml]}]}": "which is outside of the tree",
    "render: {environments: [{charts: ['!']}]}": "'!'",
    "render: {chartSources: {a: /etc}}": "which is outside of the tree",
}


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("text", "said"), FAULTS.items(), ids=str)
def test_faults_have_a_place(text: str, said: str) -> None:
    Path(".svclint.yaml").write_text(f"{text}\n")
    done = svclint("check", ".")
    assert done.exit_code == 2
    assert said in done.stderr


@pytest.mark.parametrize("written", ["off", "false", '"off"'])
def test_yaml_reads_off_as_false(written: str) -> None:
    Path(".svclint.yaml").write_text(f"render: {{mode: {written}}}\n")
    line = next(each for each in svclint("config").stdout.splitlines() if "render.mode" in each)
    assert line.split() == ["render.mode:", "off", "#", ".svclint.yaml:1:16"]


def test_the_default_is_shown() -> None:
    line = next(each for each in svclint("config").stdout.splitlines() if "render.mode" in each)
    assert line.split() == ["render.mode:", "auto", "#", "default"]


def test_environments_are_shown_as_they_are_written() -> None:
    text = "render:\n  environments:\n  - {values: [a.yaml], release: web}\n"
    Path(".svclint.yaml").write_text(text)
    shown = svclint("config").stdout
    assert 'render.environments: [{"values": ["a.yaml"], "release": "web"}]' in shown
