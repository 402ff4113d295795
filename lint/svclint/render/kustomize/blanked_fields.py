"""Blank out the fields of a kustomization that inflate charts; other lines keep their numbers.

kustomize would fetch and run something for each chart.

Source: https://kubectl.docs.kubernetes.io/references/kustomize/builtins/#_helmchartinflationgenerator_
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping

from svclint.source.files import ReadError, read_file
from svclint.source.kustomization import CHART_FIELDS, NAMES, data_of

_FIELD = re.compile(rb"(?:%s)[ \t]*:" % b"|".join(each.encode() for each in CHART_FIELDS))
# What begins the next field: items of a list and closing brackets may stand below their key, too.
_NEXT = re.compile(rb"[^\s#\-\]}]|-\S")
_NOTHING_ELSE = frozenset(("apiVersion", "kind", "metadata", *CHART_FIELDS))


def without_charts(
    files: Iterable[str], changed: Mapping[str, bytes], most_bytes: int = 1024 * 1024
) -> dict[str, bytes]:
    """Return the kustomizations among some files that inflate charts, without these charts.

    Files are real paths; ``changed`` are those with another content than on the disk. All other
    lines of them keep their numbers.
    """
    found: dict[str, bytes] = {}
    for file in files:
        if os.path.basename(file) not in NAMES:
            continue
        data = data_of(file)
        if any(data.get(name) for name in CHART_FIELDS):
            raw = changed[file] if file in changed else read_file(file, most_bytes)
            if not isinstance(raw, ReadError):
                # kustomize refuses a kustomization without any field.
                instead = b"resources: []" if data.keys() <= _NOTHING_ELSE else b""
                found[file] = _blanked(raw, instead)
    return found


def _blanked(raw: bytes, instead: bytes) -> bytes:
    lines: list[bytes] = []
    is_inside = False
    for line in raw.splitlines(keepends=True):
        ending = line[len(line.rstrip(b"\r\n")) :]
        if _FIELD.match(line):
            is_inside = True
            lines.append(instead + ending)
            instead = b""
            continue
        if is_inside and _NEXT.match(line):
            is_inside = False
        lines.append(ending if is_inside else line)
    return b"".join(lines)
