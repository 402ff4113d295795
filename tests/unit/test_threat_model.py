"""Every promise of the threat model names tests, and they exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
PAGE = TOP / "docs/threat-model.md"


def promises() -> list[str]:
    """Return the rows of the table of promises."""
    _, _, rest = PAGE.read_text().partition("| promise | test |\n|---|---|\n")
    table, _, _ = rest.partition("\n\n")
    return table.splitlines()


def named_tests(row: str) -> list[str]:
    return re.findall(r"`(tests/[\w/]+\.py::\w+)`", row.rsplit(" | ", maxsplit=1)[-1])


def test_there_are_promises() -> None:
    assert len(promises()) > 20


@pytest.mark.parametrize("row", promises(), ids=lambda row: row[2:50])
def test_each_promise_names_tests_that_exist(row: str) -> None:
    named = named_tests(row)
    assert named
    for each in named:
        file, _, name = each.partition("::")
        tree = ast.parse((TOP / file).read_text())
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, each


def test_every_command_is_described() -> None:
    from svclint.cli import COMMANDS  # noqa: PLC0415

    text = PAGE.read_text()
    for command in COMMANDS:
        assert re.search(rf"`{command}[ `]", text), command
