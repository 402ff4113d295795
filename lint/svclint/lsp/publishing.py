"""Show the findings of files in the editor, and only what has changed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from lsprotocol import types

from svclint.lsp.diagnostics import SOURCE, diagnostics
from svclint.lsp.documents import Documents
from svclint.lsp.rendering import rendered_diagnostics
from svclint.report.result import is_skipped, listed


class Client(Protocol):
    """What a session tells the editor."""

    def publish(self, uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        """Show the diagnostics of a file."""
        ...

    def log(self, message: str, kind: types.MessageType) -> None:
        """Show a message in the log."""
        ...

    def refresh(self) -> None:
        """Ask again for what depends on other files."""
        ...


class Publisher:
    """What an editor shows of each file."""

    def __init__(self, documents: Documents, client: Client) -> None:
        self._documents, self._client = documents, client
        self._published: dict[str, list[types.Diagnostic]] = {}
        self._crashes: set[str] = set()

    def publish_file(self, file: str) -> None:
        """Show the findings of a file, if they have changed."""
        workspace = self._documents.workspace
        assert workspace is not None, "findings are shown once there are some"
        reported = workspace.reported(file)
        for crash in reported.crashes:
            if crash.message not in self._crashes:
                self._crashes.add(crash.message)
                self._client.log(f"{crash.message}\n{crash.trace}", types.MessageType.Error)
        # Files that are not meant for svclint are expected in a folder.
        findings = listed(each for each in reported.findings if not is_skipped(each))
        rendered = self._documents.rendered.get(file, ())
        shown: list[types.Diagnostic] = []
        if findings or rendered:
            text = self._documents.text_of(file)
            shown = diagnostics(findings, text, self._documents.place_of)
            shown += rendered_diagnostics(rendered, text, shown)
        self.publish(file, shown)

    def publish(self, file: str, found: list[types.Diagnostic]) -> None:
        """Show diagnostics of a file, if they have changed or the file is open."""
        opened = self._documents.opened.get(file)
        if found == self._published.get(file, []) and opened is None:
            return
        self._published[file] = found
        version = opened.version if opened else None
        self._client.publish(self._documents.uri_of(file), found, version)

    def publish_error(self, message: str) -> None:
        """Show in every open document why nothing is checked."""
        start = types.Position(0, 0)
        found = types.Diagnostic(
            types.Range(start, start), message, types.DiagnosticSeverity.Error, source=SOURCE
        )
        for file in self._documents.opened:
            self.publish(file, [found])

    def withdraw(self, present: Collection[str]) -> None:
        """Show nothing any more of files that are not among those that are present."""
        for file in [file for file in self._published if file not in present]:
            self.publish(file, [])
