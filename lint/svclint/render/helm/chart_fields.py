"""Find the field of ``Chart.yaml`` that a template prints: ``{{ .Chart.AppVersion | quote }}``."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from svclint.model import Location
from svclint.render.helm.chart_copy import Source
from svclint.render.helm.chart_metadata import Instance
from svclint.render.helm.named_values import UNCHANGED, spelled
from svclint.source.files import ReadError, read_file
from svclint.source.kustomization import CHART_FILE
from svclint.source.stream import documents

_VALUE = r"\$?\.Values(?:\.\w+)+"
# Perhaps as the default of a value.
_FIELD = (
    rf"(?:{_VALUE}\s*\|\s*default\s+|default\s+)?"
    rf"\$?\.Chart\.(AppVersion|Version)(?:\s+{_VALUE})?"
)
_PRINTED = re.compile(rf"(?:{UNCHANGED}\s+)?\(?\s*{_FIELD}\s*\)?(?:\s*\|\s*{UNCHANGED})*")
_KEYS = {"AppVersion": "appVersion", "Version": "version"}


def place_in_chart_file(
    code: str, shown: Any, chart: Instance, sources: Mapping[str, Source]
) -> tuple[Location, str] | None:
    """Return the place of the field that is all that an action prints, and its key.

    ``None`` if there is none, or the chart is packed.
    """
    printed = _PRINTED.fullmatch(code)
    source = sources.get(os.path.join(chart.folder, CHART_FILE).replace(os.sep, "/"))
    if printed is None or source is None or source.is_packed:
        return None
    raw, key = read_file(source.file), _KEYS[printed[1]]
    document = None if isinstance(raw, ReadError) else next(documents(source.file, raw), None)
    if document is None or spelled(document.value((key,))) != spelled(shown):
        return None
    return document.locate((key,))[0], key
