"""Every ``sh`` block of the documents is a command of svclint, or marked as an example."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from svclint.cli import group

TOP = Path(__file__).parents[2]
DOCUMENTS = [TOP / "README.md", *sorted((TOP / "docs").glob("**/*.md"))]
BLOCK = re.compile(r"^```sh *(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOLDER = re.compile(r"examples/[\w./*-]*[\w-]")


def commands(text: str) -> Iterator[list[str]]:
    """Yield the commands of a script, without redirections and comments."""
    for line in re.sub(r"\\\n", " ", text).splitlines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        tokens, words = list(lexer), list[str]()
        for before, token in zip(["", *tokens], [*tokens, ";"], strict=True):
            if set(token) <= set("|&;"):
                if words:
                    yield words
                words = []
            elif not token.startswith(">") and not before.startswith(">"):
                words.append(token)


BLOCKS = [
    pytest.param(mark, text, id=f"{file.relative_to(TOP)}:{number}")
    for file in DOCUMENTS
    for number, (mark, text) in enumerate(BLOCK.findall(file.read_text()), 1)
]


@pytest.mark.parametrize(("mark", "text"), BLOCKS)
def test_each_block_is_accepted_or_an_example(mark: str, text: str) -> None:
    assert mark in ("", "example")
    for program, *words in commands(text):
        if program.rpartition("/")[2] == "svclint":
            accept(words)
        else:
            assert mark == "example", f"{program} is not tried: mark the block as ```sh example"


def accept(words: list[str]) -> None:
    """Parse a command line as svclint does, without running the command."""
    with click.Context(group) as context:
        _, command, rest = group.resolve_command(context, words)
        assert command is not None
        parsed = command.make_context(words[0], list(rest), parent=context)
        if isinstance(command, click.Group):
            _, below, more = command.resolve_command(parsed, rest)
            assert below is not None
            below.make_context(rest[0], list(more), parent=parsed)


@pytest.mark.parametrize("words", [["check", "--no-such"], ["chek"], ["diff", "a.yaml"]])
def test_what_svclint_does_not_know_is_not_accepted(words: list[str]) -> None:
    with pytest.raises(click.UsageError):
        accept(words)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: str(file.relative_to(TOP)))
def test_example_folders_that_are_named_exist(file: Path) -> None:
    for named in FOLDER.findall(file.read_text()):
        assert list(TOP.glob(named.rstrip("."))), named
