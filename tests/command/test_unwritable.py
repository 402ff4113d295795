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
