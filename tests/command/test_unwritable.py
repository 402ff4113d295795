"""A file that cannot be written is one line that names it and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command.runs import svclint

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n"


@pytest.mark.parametrize("words", [["--output", "no/such/x"], ["--format", "json:no/such/x"]])
def test_a_folder_that_does_not_exist(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(SERVICE)
    done = svclint("check", "--no-cache", "-q", "a.yaml", *words)
    assert done.exit_code == 2
    errors = [line for line in done.stderr.splitlines() if line.startswith("svclint: error: ")]
    (error,) = errors
    assert "no/such does not exist; create it, or correct the path" in error
    assert "Errno" not in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--output", "folder"), "folder is a folder; name a file"),
        (("--among", "no-such"), "no-such does not exist; check the name and the current folder"),
        (("",), "svclint: error: an empty path names no file; write . for the current folder"),
        (("--policy", "folder"), "folder contains no policy; name files or folders with"),
        (("--baseline", "no-such"), "write one with `svclint baseline`, or correct the path"),
        (("--live", "folder"), "no file of live objects; write it with `svclint snapshot -o FILE`"),
    ],
)
def test_what_an_option_names_has_to_be_there(
    words: tuple[str, str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("a.yaml").write_text(SERVICE)
    done = svclint("check", "--no-cache", "a.yaml", *words)
    assert done.exit_code == 2
    assert said in done.stderr
