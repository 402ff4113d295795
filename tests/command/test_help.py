"""Help, the lists of rules, completion and the version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click import Context
from svclint.cli import COMMANDS, group

from tests.command.runs import SNAPSHOTS, svclint


def command_lines() -> Iterator[tuple[str, ...]]:
    """Yield every command and subcommand."""
    yield ()
    for name in COMMANDS:
        yield (name,)
        made = group.get_command(Context(group), name)
        yield from ((name, below) for below in getattr(made, "commands", ()))


@pytest.mark.parametrize("words", list(command_lines()), ids=str)
def test_help_is_as_it_was_read_and_approved(words: tuple[str, ...]) -> None:
    done = svclint(*words, "--help")
    assert done.exit_code == 0
    snapshot = SNAPSHOTS / f"help{'-'.join(('', *words))}.txt"
    assert done.output == snapshot.read_text(encoding="utf-8")


def test_a_folder_for_a_command_says_how_to_check_it(tmp_path: Path) -> None:
    done = svclint(tmp_path)
    assert done.exit_code == 2
    assert f"svclint check {tmp_path}" in done.stderr


def test_rules_and_explain_know_the_same() -> None:
    rules = json.loads(svclint("rules", "--format", "json").stdout)
    for rule in rules:
        assert svclint("explain", rule["rule"]).stdout.startswith(f"# {rule['rule']}\n")
        assert rule["summary"] in svclint("rules").stdout


@pytest.mark.parametrize("words", [(), ("check",), ("policy", "test")])
def test_help_is_a_command_too(words: tuple[str, ...]) -> None:
    assert svclint("help", *words).stdout == svclint(*words, "--help").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("chekc",), "No such command 'chekc'. Did you mean 'check'?"),
        (("help", "chekc"), "No such command 'chekc'. Did you mean 'check'?"),
        (("help", "check", "all"), "svclint check has no command 'all'"),
        (("check", "--formt", "json"), "there is no option --formt; did you mean --format?\n"),
        (("check", "--zzzz"), "there is no option --zzzz\n"),
        (("check", "--jobs", "many"), "many is not a whole number from 1 to 256\n"),
        (("check", "--timeout", "0"), "0 is not a number above 0\n"),
        (("check", "--timeout", "nan"), "nan is not a finite number of seconds\n"),
        (("check", "--timeout", "inf"), "inf is not a finite number of seconds\n"),
        (("check", "-n", "Shop", "."), "'Shop' is not a namespace; write up to 63 lower-case"),
        (("completion",), "SHELL is missing; write bash, zsh or fish\n"),
        (("xyzzy",), "No such command 'xyzzy'.\n"),
    ],
)
def test_a_mistyped_name_says_what_was_meant(words: tuple[str, ...], said: str) -> None:
    done = svclint(*words)
    assert done.exit_code == 2
    assert said in done.stderr


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_version(option: str) -> None:
    assert svclint(option).stdout.startswith("svclint 0.")


@pytest.mark.parametrize("words", [(), ("cache",), ("policy",)], ids=" ".join)
def test_a_group_without_a_command_shows_its_help(words: tuple[str, ...]) -> None:
    done = svclint(*words)
    assert done.exit_code == 2
    assert done.stderr.startswith("Usage: ")
    assert "\nCommands:\n" in done.stderr
