"""Diagnostics follow what is typed, in this file and in others."""

from __future__ import annotations

import pytest
from lsprotocol import types

from tests.lsp.conftest import Editor
from tests.unit.test_workspace import INGRESS, SERVICE


@pytest.mark.asyncio
async def test_unsaved_text_counts_here_and_elsewhere(editor: Editor) -> None:
    editor.open("app/service.yaml")
    editor.open("app/routes/ingress.yaml")
    await editor.codes("app/routes/ingress.yaml")
    editor.write("app/service.yaml", SERVICE.replace("port: 80\n", "port: 81\n"))
    [found] = await editor.codes("app/routes/ingress.yaml", "backend-port-missing")
    assert found.range == types.Range(types.Position(14, 22), types.Position(14, 24))
    assert found.severity == types.DiagnosticSeverity.Error
    # Half typed: the last good Service still has port 81, and nothing is missing.
    editor.write("app/service.yaml", SERVICE.replace("  name: web", '  name: "web'))
    await editor.codes("app/service.yaml", "yaml-syntax")
    editor.write("app/service.yaml", SERVICE)
    await editor.codes("app/routes/ingress.yaml")


@pytest.mark.asyncio
async def test_a_closed_document_counts_as_it_is_on_disk(editor: Editor) -> None:
    editor.open("app/routes/ingress.yaml", INGRESS.replace("number: 80", "number: 82"))
    await editor.codes("app/routes/ingress.yaml", "backend-port-missing")
    document = editor.document("app/routes/ingress.yaml")
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(document))
    await editor.codes("app/routes/ingress.yaml")
