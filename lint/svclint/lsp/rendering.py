"""Findings of charts and overlays at their source lines, rendered in a process of its own."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable
from typing import Any, NamedTuple

from lsprotocol import types

from svclint.app.requests import CheckRequest
from svclint.lsp.diagnostics import SEVERITIES, SOURCE, span_of
from svclint.lsp.text import Text
from svclint.model import Location, Severity

# In seconds; rendering has limits of its own.
_LONGEST = 300


class RenderedFinding(NamedTuple):
    """A finding in a rendered object, at the place where a person edits."""

    location: Location
    rule: str
    severity: Severity
    message: str
    remedy: str

    def diagnostic(self, text: Text) -> types.Diagnostic:
        """Return the diagnostic of the finding."""
        message = f"{self.message}\n{self.remedy}" if self.remedy else self.message
        return types.Diagnostic(
            span_of(self.location, text),
            message,
            SEVERITIES[self.severity],
            code=self.rule,
            source=f"{SOURCE} (rendered)",
        )


def rendered_diagnostics(
    found: Iterable[RenderedFinding], text: Text, others: Iterable[types.Diagnostic]
) -> list[types.Diagnostic]:
    """Return the diagnostics of rendered objects that the file as written does not have, too."""
    known = {(each.range.start.line, each.code) for each in others}
    shown = (each.diagnostic(text) for each in found)
    return [each for each in shown if (each.range.start.line, each.code) not in known]


async def render(request: CheckRequest, root: str) -> dict[str, list[RenderedFinding]]:
    """Return the findings in rendered objects of the files on disk, by file."""
    live = [option for each in request.live for option in ("--live", each)]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "svclint", "check", ".", "--format", "json", "--exit-zero", *live),
        cwd=root,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), _LONGEST)
    except (asyncio.TimeoutError, asyncio.CancelledError):
        process.kill()
        raise
    found: dict[str, list[RenderedFinding]] = {}
    for each in json.loads(output)["findings"] if output else ():
        if each.get("source"):
            finding = _finding(each)
            found.setdefault(finding.location.file, []).append(finding)
    return found


def _finding(written: dict[str, Any]) -> RenderedFinding:
    location = Location(written["file"], written["line"], written["column"])
    severity = Severity[written["severity"].upper()]
    return RenderedFinding(
        location, written["rule"], severity, written["message"], written.get("remedy") or ""
    )
