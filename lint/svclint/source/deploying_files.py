"""Files that may contain objects of Flux or Argo CD, which deploy other files."""

from __future__ import annotations

from svclint.source.files import ReadError, read_file

# An object that deploys a folder is small; so is a file of them.
MOST_BYTES = 4 * 1024 * 1024
ENDINGS = (".yaml", ".yml")
_MARKS = (b"toolkit.fluxcd.io", b"argoproj.io")


def mentions_deployer(file: str) -> bool:
    """Return whether a file mentions the API groups of Flux or Argo CD."""
    if not file.endswith(ENDINGS):
        return False
    raw = read_file(file, MOST_BYTES)
    return not isinstance(raw, ReadError) and any(mark in raw for mark in _MARKS)
