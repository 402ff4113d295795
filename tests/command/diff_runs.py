"""Runs of ``svclint diff`` against the live Service of an example."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from svclint.cli import group

EXAMPLE = Path(__file__).parents[2] / "examples" / "sample-clusterip-vip"
LIVE = EXAMPLE / "live.yaml"


def diff(*words: str | Path) -> Result:
    arguments = ["diff", "--live", *map(str, (LIVE, *words))]
    return CliRunner().invoke(group, arguments, prog_name="svclint")


def objects(*words: str | Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(diff("--format", "json", *words).stdout)["objects"]
    return found
