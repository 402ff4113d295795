"""Findings of charts and overlays at their source lines, rendered in a process of its own."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from lsprotocol import types

from svclint.app.requests import CLUSTER, CheckRequest
from svclint.lsp.diagnostics import SEVERITIES, SOURCE, span_of
from svclint.lsp.text import Text
from svclint.model import Location, Severity

# In seconds; rendering has limits of its own.
_LONGEST = 300
_RUNNING: set[subprocess.Popen[bytes]] = set()


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


class Renderer:
    """Renders on request, once at a time; calls ``show`` with the findings of each file."""

    def __init__(
        self,
        request: CheckRequest,
        root: str,
        show: Callable[[dict[str, list[RenderedFinding]]], None],
        log: Callable[[str, types.MessageType], None],
    ) -> None:
        self._request, self._root, self._show, self._log = request, root, show, log
        self._folders: Sequence[str] | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self, folders: Sequence[str]) -> None:
        """Render what is in some folders, once nothing is being rendered any more."""
        self._folders = folders
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())

    def stop(self) -> None:
        """Stop rendering."""
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        while self._folders is not None:
            folders, self._folders = self._folders, None
            try:
                self._show(await render(self._request, self._root, folders))
            except (subprocess.TimeoutExpired, OSError, ValueError) as error:
                said = f"charts and kustomizations could not be rendered: {type(error).__name__}"
                self._log(said, types.MessageType.Warning)


def end_renderings() -> None:
    """End the processes that render."""
    for each in tuple(_RUNNING):
        each.terminate()


async def render(
    request: CheckRequest, root: str, folders: Iterable[str]
) -> dict[str, list[RenderedFinding]]:
    """Return the findings in rendered objects of the files on disk, by file."""
    options = ["--format", "json", "--exit-zero"]
    # A cluster is only read on request.
    snapshots = [each for each in request.live if each != CLUSTER]
    options += [option for each in snapshots for option in ("--live", each)]
    # From CPython 3.11, a loop that ends while asyncio starts a process waits for it forever.
    process = subprocess.Popen(  # noqa: S603 - this program
        (sys.executable, "-m", "svclint", "check", *options, "--", *folders),
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    _RUNNING.add(process)
    try:
        output, _ = await asyncio.to_thread(process.communicate, timeout=_LONGEST)
    except (subprocess.TimeoutExpired, asyncio.CancelledError):
        # It ends the tools that it runs.
        process.terminate()
        process.wait()
        raise
    finally:
        _RUNNING.discard(process)
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
