"""Changes of a file as a unified diff, for ``git apply`` and ``patch -p1``."""

from __future__ import annotations

import json
import os
from difflib import unified_diff

from svclint.fix.rounds import Change


def file_diff(file: str, change: Change) -> str:
    """Return a change as a unified diff, with file names relative to the current folder.

    Bytes that are not UTF-8 are escaped as ``surrogateescape`` does.
    """
    name = os.path.relpath(file) if not file.startswith("<") else file
    before, after = (_lines(each) for each in change)
    diff = unified_diff(before, after, _name("a", name), _name("b", name))
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in diff
    )


def _lines(raw: bytes) -> list[str]:
    """Split a text at newlines only: a carriage return belongs to its line."""
    lines = raw.decode("utf-8", "surrogateescape").split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _name(side: str, name: str) -> str:
    path = f"{side}/{name.replace(os.sep, '/')}"
    needs_quotes = not path.isprintable() or '"' in path or "\\" in path
    return json.dumps(path) if needs_quotes else path
