"""Make a release: ``python scripts/release.py`` checks, builds, and writes the release notes.

The version stands in pyproject.toml and nowhere else. The changelog must begin with a section for
it; with ``--tag vX.Y.Z`` that section must have a date, and the tag must be the version's. What is
released lies in ``dist/`` then: sdist, a wheel for any machine, and ``release-notes.md``, which
links each new rule. Wheels with the reader in C are built by cibuildwheel, each where it belongs.
``--check`` builds nothing.
"""

from __future__ import annotations

import argparse
import datetime
import os
import re
import shutil
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).resolve().parents[1]
_SECTION = re.compile(r"^## (\S+) \(([^)]*)\)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


class ReleaseError(Exception):
    """What keeps a version from being released; the message says what to do."""


class Section(NamedTuple):
    """A section of the changelog: the version, its date or ``unreleased``, and what is new."""

    version: str
    date: str
    text: str


def version() -> str:
    """Give the version of pyproject.toml."""
    text = (TOP / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise ReleaseError("pyproject.toml has no version")
    return found[1]


def section(changelog: str, wanted: str, tag: str = "") -> Section:
    """Give the changelog's section of a version. Raises ``ReleaseError``."""
    if tag and tag != f"v{wanted}":
        raise ReleaseError(f"the tag is {tag}, but pyproject.toml says {wanted}: tag v{wanted}")
    found = [Section(*match.groups()) for match in _SECTION.finditer(changelog)]
    if not found or found[0].version != wanted:
        first = found[0].version if found else "nothing"
        raise ReleaseError(f"CHANGELOG.md begins with {first}; begin it with: ## {wanted} (DATE)")
    newest = found[0]
    if tag:
        try:
            datetime.date.fromisoformat(newest.date)
        except ValueError:
            today = datetime.datetime.now(datetime.timezone.utc).date()
            raise ReleaseError(
                f"CHANGELOG.md says {wanted} ({newest.date}); write its date: ## {wanted} ({today})"
            ) from None
    if not newest.text.strip():
        raise ReleaseError(f"CHANGELOG.md says nothing of {wanted}")
    return newest


def notes(newest: Section, repository: str) -> str:
    """Write the release notes: what is new, and each rule that the version brings, with a link."""
    from svclint.rule.registry import all_rules  # noqa: PLC0415 - only where svclint is installed

    here = f"{repository}/blob/v{newest.version}"
    brought = newest.version.rpartition(".")[0]
    lines = [newest.text.strip(), ""]
    new = [rule for rule in all_rules() if newest.version.endswith(".0") and rule.since == brought]
    if new:
        lines += ["## New rules", ""]
    for group, rules in groupby(new, lambda rule: rule.group):
        lines += [f"**{group}**", ""]
        for rule in rules:
            file = rule.home.rpartition(".")[2]
            lines.append(f"- [{rule.name}]({here}/rules/{group}/{file}.md): {rule.summary}")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Check, build and describe the release."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="build nothing")
    parser.add_argument("--tag", default="", metavar="vX.Y.Z", help="the tag that is released")
    options = parser.parse_args()
    server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
    repository = f"{server}/{os.environ.get('GITHUB_REPOSITORY', 'OWNER/svclint')}"
    try:
        changelog = (TOP / "CHANGELOG.md").read_text(encoding="utf-8")
        newest = section(changelog, version(), options.tag)
    except ReleaseError as error:
        print(f"release: {error}", file=sys.stderr)
        return 1
    if options.check:
        return 0
    out = TOP / "dist"
    shutil.rmtree(out, ignore_errors=True)
    words = [sys.executable, "-m", "build", "--outdir", str(out), str(TOP)]
    subprocess.run(words, env={**os.environ, "SVCLINT_PURE": "1"}, check=True)
    (out / "release-notes.md").write_text(notes(newest, repository), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
