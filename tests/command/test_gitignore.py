"""``.gitignore`` files of several folders, and files that Git tracks nevertheless: as Git says."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st
from svclint.app.facts import settings_of_request
from svclint.app.input_files import input_files
from svclint.app.requests import CheckRequest

from tests.report.runs import git

FILES = ("c.yaml", "a/c.yaml", "a/b/c.yaml", "a/b/d.yaml", "b/a/c.yaml", "b/d.yaml")
PATTERNS = st.sampled_from(
    [
        *("*", "!*/", "!*.yaml", "*.yaml", "a/", "!a/", "/a", "!/a", "b", "!b", "c.yaml"),
        *("!c.yaml", "a/b", "!a/b/c.yaml", "**/b", "!**/d.yaml", "a/**", "!a/**"),
    ]
)
IGNORE_FILES = st.dictionaries(
    st.sampled_from(["", "a/", "b/", "a/b/"]), st.lists(PATTERNS, min_size=1, max_size=3)
)


@given(ignore_files=IGNORE_FILES, tracked=st.sets(st.sampled_from(FILES)))
@example(ignore_files={"": ["*", "!/a"], "a/": ["!*/", "!*.yaml"]}, tracked=set())
@example(ignore_files={"": ["a/"]}, tracked={"a/c.yaml"})
def test_what_git_lists_is_read(ignore_files: dict[str, list[str]], tracked: set[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        top = Path(os.path.realpath(folder))
        git(top, "init", "-q")
        for file in FILES:
            (top / file).parent.mkdir(parents=True, exist_ok=True)
            (top / file).write_text("{}")
        for below, lines in ignore_files.items():
            (top / below / ".gitignore").write_text("\n".join(lines) + "\n")
        if tracked:
            git(top, "add", "-f", *sorted(tracked))
        for start in ("", "a", "b"):
            options = ("--cached", "--others", "--exclude-standard", "-z", "--", start or ".")
            listed = git(top, "ls-files", *options).split("\0")
            expected = {each for each in listed if each.endswith(".yaml")}
            files = input_files((str(top / start),), settings_of_request(CheckRequest())).files
            assert {os.path.relpath(each, top) for each in files} == expected, start
