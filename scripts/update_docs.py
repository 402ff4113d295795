"""Run every ``$ svclint …`` command that the documents show, and put what it prints beneath it.

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
BLOCK = re.compile(r"^```console\n\$ (svclint [^\n]*)\n.*?^```$", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Bring all documents up to date, or say which are not."""
    stale: list[str] = []
    for document in DOCUMENTS:
        before = document.read_text(encoding="utf-8")
        after = BLOCK.sub(lambda match: _block(match[1]), before)
        if after != before:
            stale.append(str(document.relative_to(TOP)))
            if "--check" not in sys.argv:
                document.write_text(after, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"out of date: {', '.join(stale)}; run python scripts/update_docs.py")


def _block(command: str) -> str:
    words = [sys.executable, "-m", *shlex.split(command)]
    done = subprocess.run(words, cwd=TOP, capture_output=True, text=True, check=False)
    if done.stderr:
        sys.exit(f"{command}: {done.stderr}")
    return f"```console\n$ {command}\n{done.stdout.rstrip()}\n```"


if __name__ == "__main__":
    main()
