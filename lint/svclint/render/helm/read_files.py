"""Files of a chart that its templates print: ``.Files.Get "files/service.yaml"``."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from svclint.model import Location
from svclint.render.helm.chart_copy import Source
from svclint.render.helm.chart_metadata import Instance
from svclint.render.helm.limits import MAX_FILE_BYTES
from svclint.source.file_cache import cached_from_files
from svclint.source.files import ReadError, read_file

_READ = re.compile(r"""\.Files\.Get\s+["`]([^"`\n]+)["`]""")


class PrintedLine(NamedTuple):
    """A line of what an action prints: its text, its number from 0, and a column from 0."""

    text: str
    number: int
    column: int


def names_of_read_files(template: str) -> Iterator[str]:
    """Yield the files that a template reads, relative to the chart."""
    return (posixpath.normpath(match[1]) for match in _READ.finditer(template))


@cached_from_files
def files_read_by(template_file: str) -> tuple[str, ...]:
    """Return the files that the template in a file reads, relative to the chart."""
    raw = read_file(template_file, MAX_FILE_BYTES)
    if isinstance(raw, ReadError) or b".Files.Get" not in raw:
        return ()
    return tuple(names_of_read_files(raw.decode("utf-8", "replace")))


def place_in_read_file(
    code: str, line: PrintedLine | None, chart: Instance, sources: Mapping[str, Source]
) -> Location | None:
    """Return the place in the file that an action prints; ``None`` if that is not certain."""
    name = next(names_of_read_files(code), None)
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
