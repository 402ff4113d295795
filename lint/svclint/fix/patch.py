"""A change of a file as a unified patch, which ``git apply`` and ``patch -p1`` take."""

from __future__ import annotations

import json
import os
from difflib import unified_diff

from svclint.fix.repair import Change


def patch(file: str, change: Change) -> str:
    """Write a change as a patch; bytes that are no UTF-8 are escaped as ``surrogateescape`` does.

    Names are relative to the current folder.
    """
    name = os.path.relpath(file) if not file.startswith("<") else file
    before, after = (_lines(each) for each in change)
    found = unified_diff(before, after, _name("a", name), _name("b", name))
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in found
    )


def _lines(raw: bytes) -> list[str]:
    """Divide a text at newlines alone: a carriage return belongs to its line."""
    lines = raw.decode("utf-8", "surrogateescape").split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _name(side: str, name: str) -> str:
    whole = f"{side}/{name.replace(os.sep, '/')}"
    is_plain = whole.isprintable() and '"' not in whole and "\\" not in whole
    return whole if is_plain else json.dumps(whole)
