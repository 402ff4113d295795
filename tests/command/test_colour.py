"""Colour: ``--color``, then the environment, then whether the output goes to a terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.command.runs import svclint

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {ports: [{port: 80, protocol: tcp}]}
"""
ESCAPE = "\x1b["


@pytest.fixture(autouse=True)
def web_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "web.yaml").write_text(SERVICE)
    return tmp_path / "web.yaml"


COMMANDS = [
    ("check", "web.yaml"),
    ("check", "--format", "concise", "web.yaml"),
    ("check", "--diff", "web.yaml"),
    ("diff", "--live", "live.json", "web.yaml"),
    ("targets", "web.yaml"),
    ("rules",),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_pipe_gets_colour_only_if_told(words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "live.json").write_text('{"apiVersion": "v1", "kind": "List", "items": []}')
    assert ESCAPE not in svclint(*words).stdout
    assert ESCAPE in svclint(*words, "--color", "always").stdout
    assert ESCAPE not in svclint(*words, "--color", "auto").stdout


def test_help_and_errors_are_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    wordings = (("--help",), ("help", "check"), ("policy", "--help"), ("check", "--help"))
    plain = [svclint(*words).stdout for words in wordings]
    error = svclint("check", "no.yaml").stderr
    assert not any(ESCAPE in text for text in (*plain, error))
    monkeypatch.setenv("FORCE_COLOR", "1")
    painted = [svclint(*words).stdout for words in wordings]
    assert all("\x1b[36;1m-h, --help" in text for text in painted)
    assert [re.sub(r"\x1b\[[0-9;]*m", "", text) for text in painted] == plain
    assert svclint("check", "no.yaml").stderr == error.replace("error", "\x1b[31;1merror\x1b[0m")
    assert svclint("check", "--color", "never", "--help").stdout == plain[-1]


@pytest.mark.parametrize(
    ("variables", "is_coloured"),
    [
        ({"FORCE_COLOR": "1"}, True),
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"CLICOLOR_FORCE": "0"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_the_environment_decides(
    variables: dict[str, str], is_coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert (ESCAPE in svclint("check", "web.yaml").stdout) == is_coloured
    assert ESCAPE not in svclint("check", "--color", "never", "web.yaml").stdout
    assert ESCAPE in svclint("check", "--color", "always", "web.yaml").stdout


def test_a_coloured_patch_is_the_patch(web_yaml: Path) -> None:
    plain = svclint("check", "--diff", "web.yaml").stdout
    painted = svclint("check", "--diff", "--color", "always", "web.yaml").stdout
    for code in ("\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[0m"):
        assert code in painted
        painted = painted.replace(code, "")
    assert painted == plain
