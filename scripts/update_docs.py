"""Run every ``$ svclint …`` command that the documents show, and put what it prints beneath it.

A second command of a block, ``$ echo $?``, shows the exit code. A block that names a file of
``examples/`` beside its language holds it. Between the marks for it, the rules that are fixed
are listed. Where svclint is named with a version, it is the one of pyproject.toml.

``--check`` changes nothing, and fails where a document is out of date.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[1]
DOCUMENTS = [TOP / "README.md", *sorted((TOP / "docs").glob("**/*.md"))]
CODE = "$ echo $?"
RUN = re.compile(r"^```console\n\$ (svclint [^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"(OWNER/svclint@v|^ *rev: v)[0-9][\w.]*", re.MULTILINE)
FILE = re.compile(r"^```(\w+) (examples/\S+)\n.*?^```$", re.MULTILINE | re.DOTALL)
LIST = re.compile(r"(?<=<!-- rules -->\n).*?(?=<!-- end -->\n)", re.DOTALL)


def main() -> None:
    """Bring all documents up to date, or say which are not."""
    version = re.search(r'^version = "(.*)"$', (TOP / "pyproject.toml").read_text(), re.MULTILINE)
    assert version is not None
    stale: list[str] = []
    for document in DOCUMENTS:
        before = document.read_text(encoding="utf-8")
        after = FILE.sub(_file, RUN.sub(_run, before))
        after = LIST.sub(lambda _match: _fixing_rules(), after)
        after = NAMED.sub(lambda named: f"{named[1]}{version[1]}", after)
        if after != before:
            stale.append(str(document.relative_to(TOP)))
            if "--check" not in sys.argv:
                document.write_text(after, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"out of date: {', '.join(stale)}; run python scripts/update_docs.py")


def _run(block: re.Match[str]) -> str:
    command, has_code = block[1], CODE in block[2]
    words = [sys.executable, "-m", *shlex.split(command)]
    done = subprocess.run(words, cwd=TOP, capture_output=True, text=True, check=False)
    printed = (done.stderr + done.stdout).rstrip()
    if "--diff" in words and done.returncode < 2:
        # How much would be fixed is said to standard error, beside the patch.
        printed = (done.stdout + done.stderr).rstrip()
    elif done.stderr and not has_code:
        sys.exit(f"{command}: {done.stderr}")
    lines = [f"$ {command}", *([printed] if printed else [])]
    if has_code:
        lines += [CODE, str(done.returncode)]
    return "\n".join(("```console", *lines, "```"))


def _file(block: re.Match[str]) -> str:
    text = (TOP / block[2]).read_text(encoding="utf-8")
    return f"```{block[1]} {block[2]}\n{text.rstrip()}\n```"


def _fixing_rules() -> str:
    """List the rules whose pages say that they are fixed, and with which option."""
    rows: list[str] = []
    for page in sorted((TOP / "rules").glob("*/*.md"), key=lambda page: page.stem):
        text = page.read_text(encoding="utf-8")
        section = text.partition("\n## How to fix it\n")[2].partition("\n## ")[0]
        said = section.strip().rpartition("\n\n")[2]
        if "corrects it" in said:
            options = ["`--fix`"] if said.startswith("`svclint check --fix`") else []
            options += ["`--unsafe-fixes`"] if "--unsafe-fixes" in said else []
            summary = text.split("\n\n")[1]
            name, link = page.stem.replace("_", "-"), page.relative_to(TOP).as_posix()
            rows.append(f"| [{name}](../{link}) | {summary} | {', '.join(options)} |")
    return "\n".join(("\n| rule | finds | fixed with |", "|---|---|---|", *rows, "\n"))


if __name__ == "__main__":
    main()
