"""What is not understood is answered in one sentence, and nothing else suffers from it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.conftest import Editor
from tests.unit.test_workspace import SERVICE

FILE = "app/service.yaml"


async def refused(editor: Editor, method: str, parameters: Any) -> JsonRpcException:
    protocol = editor.client.protocol
    with pytest.MonkeyPatch.context() as patch:
        # A client sends only what is right.
        patch.setattr(protocol, "get_message_type", lambda _method: None)
        waiting = protocol.send_request(method, parameters)
    with pytest.raises(JsonRpcException) as found:
        await asyncio.wait_for(asyncio.wrap_future(waiting), 20)
    assert found.value.data is None
    assert "Traceback" not in str(found.value)
    return found.value


@pytest.mark.asyncio
async def test_what_cannot_be_read_is_answered(editor: Editor) -> None:
    document = {"uri": editor.uri(FILE)}
    for position in ({"line": -1, "character": 0}, {"line": "a"}, None):
        parameters = {"textDocument": document, "position": position}
        error = await refused(editor, "textDocument/hover", parameters)
        assert error.code == types.ErrorCodes.InvalidParams.value
    await refused(editor, "textDocument/noSuchThing", {})
    await refused(editor, "workspace/executeCommand", {"command": "svclint.noSuchThing"})
    # What comes after is answered as ever.
    editor.open(FILE, SERVICE)
    await editor.codes(FILE)


@pytest.mark.asyncio
async def test_positions_and_documents_that_do_not_exist(editor: Editor) -> None:
    editor.open(FILE, SERVICE)
    await editor.codes(FILE)
    largest = types.Position(2**31 - 1, 2**31 - 1)
    files = (editor.uri(FILE), editor.uri("none.yaml"))
    wrong = ("file://", "", "file://[::1", "untitled:\ud800", "file:///\ud800", "file:///%00")
    for uri in (*files, "untitled:new", *wrong):
        document = types.TextDocumentIdentifier(uri)
        for position in (largest, types.Position(0, 0)):
            await editor.client.text_document_hover_async(types.HoverParams(document, position))
            await editor.client.text_document_completion_async(
                types.CompletionParams(document, position)
            )
            await editor.client.text_document_prepare_rename_async(
                types.PrepareRenameParams(document, position)
            )
        await editor.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(document)
        )
        whole = types.Range(types.Position(0, 0), largest)
        await editor.client.text_document_code_action_async(
            types.CodeActionParams(document, whole, types.CodeActionContext([]))
        )


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "uri", ["untitled:Untitled-1", "vscode-notebook-cell:/a%20b/c#d", "file:///nowhere/new.yaml"]
)
async def test_a_text_that_was_never_saved(editor: Editor, uri: str) -> None:
    item = types.TextDocumentItem(uri, "yaml", 1, SERVICE.replace("targetPort", "targetport"))
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    await editor.until(
        lambda: any(each.code == "unknown-field" for each in editor.client.diagnostics.get(uri, ()))
    )
    editor.client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
    )
    await editor.until(lambda: not editor.client.diagnostics[uri])


@pytest.mark.asyncio
async def test_a_new_file_in_a_new_folder(editor: Editor) -> None:
    name = "app/new/service.yaml"
    editor.open(name, SERVICE.replace("targetPort", "targetport"))
    await editor.until(
        lambda: any(each.code == "unknown-field" for each in editor.diagnostics(name))
    )
