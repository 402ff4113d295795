"""A client that drives the server as an editor does, and a folder of manifests."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from tests.unit.test_workspace import FILES

COMMAND = [sys.executable, "-m", "svclint", "lsp"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


class Editor:
    """A client in a folder: opens documents, edits them, and waits for diagnostics."""

    def __init__(self, client: LanguageClient, folder: Path, encoding: str = "utf-16") -> None:
        self.client, self.folder, self.encoding = client, folder, encoding
        self.versions: dict[str, int] = {}

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def document(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(name))

    def open(self, name: str, text: str | None = None) -> None:
        source = (self.folder / name).read_bytes().decode() if text is None else text
        self.versions[name] = 1
        item = types.TextDocumentItem(self.uri(name), "yaml", 1, source)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def edit(self, name: str, *changes: types.TextDocumentContentChangeEvent) -> None:
        self.versions[name] += 1
        document = types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(document, list(changes))
        )

    def write(self, name: str, text: str) -> None:
        """Replace the whole text of a document."""
        self.edit(name, types.TextDocumentContentChangeWholeDocument(text))

    def diagnostics(self, name: str) -> list[types.Diagnostic]:
        return list(self.client.diagnostics.get(self.uri(name), ()))

    def changed(self, name: str, kind: types.FileChangeType) -> None:
        """Tell that a file has changed outside of the editor."""
        event = types.FileEvent(self.uri(name), kind)
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))

    async def until(self, holds: Callable[[], bool], seconds: float = 20) -> None:
        """Wait until something holds."""
        for _ in range(int(seconds / 0.02)):
            if holds():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(dict(self.client.diagnostics))

    async def codes(self, name: str, *codes: str) -> list[types.Diagnostic]:
        """Wait until a document has exactly these diagnostics; return them."""
        wanted = sorted(codes)
        await self.until(
            lambda: (
                self.uri(name) in self.client.diagnostics
                and sorted(str(each.code) for each in self.diagnostics(name)) == wanted
            )
        )
        return self.diagnostics(name)


async def started(
    folder: Path,
    encoding: str = "utf-16",
    *options: str,
    folders: Sequence[Path] | None = None,
    watches: bool = True,
) -> LanguageClient:
    """Return a client whose server runs in a folder, which is also the one that is open."""
    client = make_test_lsp_client()
    await client.start_io(*COMMAND, *options, cwd=str(folder))
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.general is not None
    assert capabilities.workspace is not None
    capabilities.general.position_encodings = [types.PositionEncodingKind(encoding)]
    if not watches:
        capabilities.workspace.did_change_watched_files = None
    opened = [folder] if folders is None else folders
    result = await client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities,
            workspace_folders=[types.WorkspaceFolder(each.as_uri(), each.name) for each in opened],
        )
    )
    assert result.capabilities.position_encoding == encoding
    return client


@pytest_asyncio.fixture
async def editor(folder: Path, request: pytest.FixtureRequest) -> AsyncIterator[Editor]:
    encoding = getattr(request, "param", "utf-16")
    client = await started(folder, encoding)
    yield Editor(client, folder, encoding)
    await client.shutdown_session()
