"""Files of a chart that its templates print: ``.Files.Get "files/service.yaml"``.

So it is for ``.Files.Lines``, and for each file that ``.Files.Glob "files/*.yaml"`` matches.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from svclint.model import Location
from svclint.render.helm.chart_copy import Source
from svclint.render.helm.chart_metadata import Instance
from svclint.render.helm.limits import MAX_FILE_BYTES
from svclint.source.file_cache import cached_from_files
from svclint.source.files import ReadError, read_file

_READ = re.compile(r"""\.Files\.Get\s+["`]([^"`\n]+)["`]""")
_READ_OR_MATCHED = re.compile(r"""\.Files\.(?:Get|Lines|Glob)\s+["`]([^"`\n]+)["`]""")


class PrintedLine(NamedTuple):
    """A line of what an action prints: its text, its number from 0, and a column from 0."""

    text: str
    number: int
    column: int


@cached_from_files
def patterns_read_by(template_file: str) -> tuple[str, ...]:
    """Return the files that the template in a file reads: names or patterns below the chart."""
    raw = read_file(template_file, MAX_FILE_BYTES)
    if isinstance(raw, ReadError) or b".Files." not in raw:
        return ()
    found = _READ_OR_MATCHED.finditer(raw.decode("utf-8", "replace"))
    return tuple(posixpath.normpath(match[1]) for match in found)


def is_read(name: str, pattern: str) -> bool:
    """Return whether a file of a chart is meant by a name or a pattern of a template.

    A wildcard at the start means any file, so that nothing is known of one.
    """
    if pattern.startswith("*") or "**" in pattern:
        return not pattern.startswith("*") and fnmatchcase(name, pattern)
    steps, patterns = name.split("/"), pattern.split("/")
    return len(steps) == len(patterns) and all(map(fnmatchcase, steps, patterns))


def place_in_read_file(
    code: str, line: PrintedLine | None, chart: Instance, sources: Mapping[str, Source]
) -> Location | None:
    """Return the place in the file that an action prints; ``None`` if that is not certain."""
    match = _READ.search(code)
    name = posixpath.normpath(match[1]) if match else None
    source = sources.get(posixpath.normpath(posixpath.join(chart.folder, name or "")))
    if name is None or line is None or source is None or source.is_packed:
        return None
    raw = read_file(source.file)
    lines = [] if isinstance(raw, ReadError) else raw.decode("utf-8", "replace").split("\n")
    wanted = line.text.strip()
    same = [at for at, each in enumerate(lines) if each.strip() == wanted]
    # ``nindent`` prints an empty line first.
    exact = [at for at in same if at in (line.number, line.number - 1)]
    found = exact if len(exact) == 1 else same
    if len(found) != 1:
        return None
    shift = lines[found[0]].index(wanted) - line.text.index(wanted)
    return Location(source.file, found[0] + 1, line.column + shift + 1)
