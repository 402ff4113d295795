"""Code actions fix, suppress and explain findings."""

from __future__ import annotations

import pytest
from lsprotocol import types

from tests.lsp.conftest import Editor
from tests.unit.test_workspace import SERVICE

MISSPELT = SERVICE.replace("targetPort", "targetport")


async def actions(
    editor: Editor, name: str, diagnostic: types.Diagnostic
) -> list[types.CodeAction]:
    found = await editor.client.text_document_code_action_async(
        types.CodeActionParams(
            editor.document(name), diagnostic.range, types.CodeActionContext([diagnostic])
        )
    )
    assert found is not None
    assert found[-1].title == f"svclint: explain {diagnostic.code}"
    return [each for each in found if isinstance(each, types.CodeAction)]


@pytest.mark.asyncio
async def test_a_fix_is_offered_and_a_suppression_silences(editor: Editor) -> None:
    name = "app/service.yaml"
    editor.open(name, MISSPELT)
    [found] = await editor.codes(name, "unknown-field")
    fix, suppress = await actions(editor, name, found)
    assert fix.title == "svclint: rename .spec.ports[0].targetport to targetPort"
    assert fix.is_preferred
    assert fix.edit is not None
    assert fix.edit.changes is not None
    [edit] = fix.edit.changes[editor.uri(name)]
    assert edit.range == types.Range(types.Position(9, 4), types.Position(9, 14))
    assert edit.new_text == "targetPort"
    page = await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams("svclint.explain", ["unknown-field"])
    )
    assert str(page).startswith("# unknown-field\n")
    assert suppress.edit is not None
    assert suppress.edit.changes is not None
    [edit] = suppress.edit.changes[editor.uri(name)]
    assert isinstance(edit, types.TextEdit)
    editor.edit(name, types.TextDocumentContentChangePartial(edit.range, edit.new_text))
    await editor.codes(name)


@pytest.mark.asyncio
@pytest.mark.parametrize("editor", ["utf-8", "utf-16", "utf-32"], indirect=True)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
async def test_positions_are_in_the_units_of_the_editor(editor: Editor, line_end: str) -> None:
    name = "app/service.yaml"
    text = SERVICE.replace("- port: 80", "- {name: '😀é', protocl: TCP, port: 8080}")
    text = text.replace("    targetPort: http\n", "").replace("\n", line_end)
    editor.open(name, text)
    diagnostics = await editor.codes(name, "unknown-field", "port-name-invalid")
    [found] = [each for each in diagnostics if each.code == "unknown-field"]
    start = {"utf-8": 21, "utf-16": 18, "utf-32": 17}[editor.encoding]
    assert (found.range.start.line, found.range.start.character) == (8, start)
    assert found.range.end.character == start + 7
    fix, *_ = await actions(editor, name, found)
    assert fix.edit is not None
    assert fix.edit.changes is not None
    [edit] = fix.edit.changes[editor.uri(name)]
    assert isinstance(edit, types.TextEdit)
    assert (edit.range, edit.new_text) == (found.range, "protocol")
    editor.edit(name, types.TextDocumentContentChangePartial(edit.range, edit.new_text))
    await editor.codes(name, "port-name-invalid")
