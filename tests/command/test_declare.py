"""Command lines that are parsed without click give the same values as with click."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from svclint.cli import COMMANDS
from svclint.cli.declare import Command

WORDS = st.sampled_from(
    [
        *("a.yaml", "-", "--", "", "--jobs", "--jobs=2", "2", "0", "x", "-v", "--verbose", "-q"),
        *("--quiet", "--format", "json", "--format=text", "--format", "--select", "--ignore=a,b"),
        *("--no-config", "--kubernetes-version", "1.36", "--kubernetes-version=", "--fail-on"),
        *("warning", "--fail-on=never", "--output", "--live", "--apply", "server", "--unknown"),
        *("--help", "-h", "--no-cache", "--verb", "--debug=1", "-n", "--namespace=x", "--among"),
    ]
)
CHECK: Any = import_module("svclint.cli.check").command


def clicks_values(words: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = CHECK.build().make_context("check", list(words)).params
    return values


@given(st.lists(WORDS, max_size=6))
def test_plain_values_are_those_of_click(words: list[str]) -> None:
    values = CHECK.plain_values(words)
    if values is not None:
        assert values == clicks_values(words)


@pytest.mark.parametrize(
    "words",
    [
        [], ["a"], ["a", "b/c"], ["--jobs", "2", "a"], ["a", "--jobs=2"], ["--format", "json", "a"],
        ["--no-cache", "a", "--quiet"], ["--select", "a", "--select=b", "."],
    ],
)  # fmt: skip
def test_usual_command_lines_need_no_click(words: list[str]) -> None:
    assert CHECK.plain_values(words) == clicks_values(words)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_becomes_one_of_click(name: str) -> None:
    found = import_module(f"svclint.cli.{name}").command
    assert (found.build() if isinstance(found, Command) else found).name == name
