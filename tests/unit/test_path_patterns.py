"""Patterns of paths match as Git's do, and take no exponential time."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from svclint.source.path_patterns import PathPatterns, pattern_problem

PIECES = [
    "a",
    "b",
    "c",
    "*",
    "**",
    "?",
    "/",
    "/",
    "[ab]",
    "[!a]",
    "[a-c]",
    "\\*",
    ".",
    "[[:alpha:]]",
]
PATTERNS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map("".join)
LINES = st.lists(
    st.builds(str.__add__, st.sampled_from(["", "", "!"]), PATTERNS), min_size=1, max_size=3
)
PATHS = st.lists(st.sampled_from(["a", "b", "ab", "ba", "abc", "c.a", "*"]), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", folder], check=True)
    return folder


@given(lines=LINES, steps=PATHS)
@settings(max_examples=150)
def test_git_ignores_the_same(repository: Path, lines: list[str], steps: list[str]) -> None:
    (repository / ".gitignore").write_text("\n".join(lines) + "\n")
    path = "/".join(steps)
    command = ["git", "-C", str(repository), "check-ignore", "-q", "--no-index", path]
    is_ignored = not subprocess.run(command, check=False).returncode
    assert PathPatterns(lines).matches(path) == is_ignored


@pytest.mark.parametrize(
    ("line", "path", "is_matched"),
    [
        ("a/", "a/b/c.yaml", True),
        ("a/", "a", False),
        ("/a", "b/a", False),
        ("a", "b/a", True),
        ("a/**", "a/b/c", True),
        ("a/**/c", "a/c", True),
        ("**/c/d", "a/b/c/d", True),
        ("a ", "a", True),
        ("a\\ ", "a ", True),
        ("a\r", "a", True),
        ("#a", "#a", False),
        ("\\#a", "#a", True),
        ("!", "!", False),
        ("a\\", "a\\", False),
        ("[a", "[a", False),
        ("[]a]b", "]b", True),
        ("[z-a]", "b", False),
        ("*", "a\nb", True),
        ("a/*", "../a/b", False),
    ],
)
def test_patterns(line: str, path: str, is_matched: bool) -> None:
    assert PathPatterns([line]).matches(path) is is_matched


@pytest.mark.parametrize(
    "line",
    [
        "*a" * 30 + "b",
        "**/" * 60 + "*a*a*a*b",
        "*?" * 40 + "b",
        "a*/" * 30 + "b",
        "**/a*" * 30 + "b",
    ],
)
def test_stars_do_not_backtrack(line: str) -> None:
    # With backtracking, each of these would not end.
    assert not PathPatterns([line]).matches("a" * 200)
    assert not PathPatterns([line]).matches("/".join(["aa"] * 60))


@pytest.mark.parametrize("line", ["!", "", "/", "a\\", "[a", "#x", "a" * 5000])
def test_patterns_that_match_nothing(line: str) -> None:
    assert pattern_problem(line)


@pytest.mark.parametrize("line", ["a", "!a", "a/", "[a]", "a\\\\", "**"])
def test_patterns_that_match_something(line: str) -> None:
    assert not pattern_problem(line)
