"""svclint in the process of the tests, with the output that was read and approved."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from svclint.cli import group

SNAPSHOTS = Path(__file__).parent / "snapshots"


def svclint(*words: str | Path) -> Result:
    return CliRunner().invoke(group, [str(word) for word in words], prog_name="svclint")
