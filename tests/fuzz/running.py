"""Run the command in this process, and fail for what it must not do."""

from __future__ import annotations

import json
import re
import unicodedata
from xml.etree import ElementTree

from click.testing import CliRunner
from svclint.cli import group

FORMATS = (
    *("text", "concise", "json", "sarif", "junit", "github", "gitlab", "azure"),
    *("checkstyle", "rdjson", "markdown", "html"),
)
_JSON = ("json", "sarif", "gitlab", "rdjson")
_XML = ("junit", "checkstyle")
# In seconds. The machine may be busy: what takes long is found by its computing time (run.py).
_LONGEST = 600
_COMMAND = re.compile(r"^(?:::|##\[|##vso\[).*", re.MULTILINE)
# The workflow commands that a report consists of.
_OWN = {
    "github": re.compile(r"::(error|warning|notice) "),
    "azure": re.compile(r"##vso\[task\.logissue "),
}


def run(*words: str, output: str = "text") -> None:
    """Run the command, whose output has a format.

    Raises ``AssertionError`` for a crash, or an output that controls who shows it.
    """
    done = CliRunner().invoke(group, [*words, f"--timeout={_LONGEST}"])
    said = " ".join([*words, output])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise AssertionError(f"{words[0]} raised") from done.exception
    assert done.exit_code in (0, 1, 2), f"{said}: exit code {done.exit_code}"
    assert "bug in svclint" not in done.output, f"{said}: {done.output}"
    assert "time limit" not in done.stderr, f"{said}: {done.stderr}"
    if output in _JSON:
        json.loads(done.stdout or "null")
    elif output in _XML and done.stdout:
        ElementTree.fromstring(done.stdout)
    own = _OWN.get(output)
    for each in _COMMAND.findall(done.stdout):
        is_own = own is not None and own.match(each)
        assert is_own, f"{said}: a workflow command"
    if output != "html":
        _check_characters(said, done.stdout, is_patch="--diff" in words)


def _check_characters(said: str, text: str, *, is_patch: bool) -> None:
    """Fail for what could control a terminal; a patch repeats the lines of a file."""
    kept, kinds = ("\n\t\r", ("Cc", "Cs")) if is_patch else ("\n", ("Cc", "Cs", "Cf"))
    unsafe = [c for c in text if c not in kept and unicodedata.category(c) in kinds]
    assert not unsafe, f"{said}: control characters {unsafe[:5]}"
