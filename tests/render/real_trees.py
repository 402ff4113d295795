"""Findings in trees of real files, checked with the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from svclint.cli import group


def findings(*words: str) -> list[dict[str, Any]]:
    """Return the findings of a check of the current folder."""
    arguments = ["check", ".", "--no-cache", "--format", "json", *words]
    done = CliRunner().invoke(group, arguments, prog_name="svclint")
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


def places(rule: str, *words: str) -> list[tuple[str, int, int]]:
    """Return file, line and column of each finding of a rule."""
    return [
        (Path(each["file"]).as_posix(), each["line"], each["column"])
        for each in findings(*words)
        if each["rule"] == rule
    ]


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files into a folder, by path."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
