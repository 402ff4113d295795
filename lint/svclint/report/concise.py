"""``--format concise``: one line per finding, which editors and log parsers recognise.

The form is that of gcc and ruff: ``FILE:LINE:COLUMN: SEVERITY: MESSAGE [RULE]``.
"""

from __future__ import annotations

from svclint.report.result import Result
from svclint.report.summary import summary
from svclint.report.text import finding_line, painter


def render(result: Result) -> str:
    """Return a line for each finding, then the summary unless ``quiet``."""
    paint = painter(colour=result.colour)
    lines = [finding_line(finding, paint) for finding in result.listed]
    if not result.quiet:
        lines.append(summary(result))
    return "".join(f"{line}\n" for line in lines)
