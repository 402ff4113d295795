"""Prepare a release: ``python scripts/release.py`` checks, builds, and writes the release notes.

The only place of the version is pyproject.toml. The changelog must begin with a section for it;
with ``--tag vX.Y.Z``, the section must have a date and the tag must match the version. The results
are in ``dist/``: the sdist, a pure Python wheel, a Homebrew formula and a conda recipe of the same
version, and ``release-notes.md`` with a link to each new rule. cibuildwheel builds the wheels with
the C reader on each platform. ``--check`` builds nothing.
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

from svclint.rule.registry import all_rules

TOP = Path(__file__).resolve().parents[1]
sys.path[0] = str(TOP)

from scripts.recipes import write_recipes  # noqa: E402

_SECTION = re.compile(r"^## (\S+) \(([^)]*)\)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


class ReleaseError(Exception):
    """The version cannot be released; the message contains the remedy."""


class Section(NamedTuple):
    """A section of the changelog; its date may be ``unreleased``."""

    version: str
    date: str
    text: str


def version() -> str:
    """Return the version in pyproject.toml."""
    text = (TOP / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise ReleaseError("pyproject.toml has no version")
    return found[1]


def section(changelog: str, wanted: str, tag: str = "") -> Section:
    """Return the first section of the changelog.

    Raises ``ReleaseError`` if it is not ready for the wanted version and tag.
    """
    if tag and tag != f"v{wanted}":
        raise ReleaseError(f"the tag is {tag}, but the version is {wanted}; use tag v{wanted}")
    found = [Section(*match.groups()) for match in _SECTION.finditer(changelog)]
    if not found or found[0].version != wanted:
        first = f"begins with version {found[0].version}" if found else "has no section"
        raise ReleaseError(f"CHANGELOG.md {first}; begin it with: ## {wanted} (DATE)")
    newest = found[0]
    if tag:
        try:
            datetime.date.fromisoformat(newest.date)
        except ValueError:
            today = datetime.datetime.now(datetime.timezone.utc).date()
            raise ReleaseError(
                f"CHANGELOG.md has no date for {wanted}; write: ## {wanted} ({today})"
            ) from None
    if not newest.text.strip():
        raise ReleaseError(f"the section of {wanted} in CHANGELOG.md is empty")
    return newest


def notes(newest: Section, repository: str) -> str:
    """Return the release notes: the section of the changelog, and a link to each new rule."""
    files = f"{repository}/blob/v{newest.version}"
    minor = newest.version.rpartition(".")[0]
    lines = [newest.text.strip(), ""]
    new = [rule for rule in all_rules() if newest.version.endswith(".0") and rule.since == minor]
    if new:
        lines += ["## New rules", ""]
    for group, rules in groupby(new, lambda rule: rule.group):
        lines += [f"**{group}**", ""]
        for rule in rules:
            file = "/".join(rule.module.split(".")[3:])
            lines.append(f"- [{rule.name}]({files}/rules/{group}/{file}.md): {rule.summary}")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Check and build the release, and write its notes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="build nothing")
    parser.add_argument("--tag", default="", metavar="vX.Y.Z", help="tag of the release")
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
    command = [sys.executable, "-m", "build", "--outdir", str(out), str(TOP)]
    subprocess.run(command, env={**os.environ, "SVCLINT_PURE": "1"}, check=True)
    write_recipes(out, version(), repository)
    (out / "release-notes.md").write_text(notes(newest, repository), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
