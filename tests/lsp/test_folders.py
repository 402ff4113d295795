"""Several folders, none, and one behind a link; and files that change in them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types

from tests.lsp.conftest import Editor, started
from tests.unit.test_workspace import INGRESS, SERVICE

WRONG_PORT = INGRESS.replace("number: 80", "number: 82")
ROUTES = "app/routes/ingress.yaml"


@pytest.mark.asyncio
async def test_several_folders(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "ingress.yaml").write_text(WRONG_PORT)
    (other / "service.yaml").write_text(SERVICE)
    client = await started(folder, folders=[folder, other])
    first, second = Editor(client, folder), Editor(client, other)
    # A file of the second folder has findings before it is opened.
    await second.codes("ingress.yaml", "backend-port-missing")
    second.open("service.yaml", SERVICE.replace("port: 80", "port: 82"))
    await second.codes("ingress.yaml")
    removed = types.WorkspaceFolder(other.as_uri(), "other")
    event = types.WorkspaceFoldersChangeEvent(added=[], removed=[removed])
    client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
    first.open(ROUTES, WRONG_PORT)
    await first.codes(ROUTES, "backend-port-missing")
    await client.shutdown_session()


@pytest.mark.asyncio
async def test_without_a_folder_only_what_is_open_is_read(folder: Path) -> None:
    (folder / "broken.yaml").write_text(SERVICE.replace("targetPort", "targetport"))
    client = await started(folder, folders=[])
    editor = Editor(client, folder)
    editor.open("app/service.yaml", SERVICE.replace("targetPort", "targetport"))
    await editor.codes("app/service.yaml", "unknown-field")
    assert list(client.diagnostics) == [editor.uri("app/service.yaml")]
    await client.shutdown_session()


@pytest.mark.asyncio
async def test_a_folder_behind_a_link(folder: Path) -> None:
    link = folder.with_name("link")
    link.symlink_to(folder)
    client = await started(link)
    editor = Editor(client, link)
    editor.open(ROUTES, WRONG_PORT)
    await editor.codes(ROUTES, "backend-port-missing")
    assert {uri.rpartition("/app/")[0] for uri in client.diagnostics} == {link.as_uri()}
    await client.shutdown_session()


@pytest.mark.asyncio
async def test_an_editor_that_watches_no_files(folder: Path) -> None:
    live = folder / "live.json"
    live.write_text('{"apiVersion": "v1", "kind": "List", "items": []}')
    client = await started(folder, "utf-16", "--live", "live.json", watches=False)
    editor = Editor(client, folder)
    editor.open(ROUTES, WRONG_PORT)
    await editor.codes(ROUTES, "backend-port-missing")
    # Time to look once.
    await asyncio.sleep(4)
    (folder / "app/service.yaml").write_text(SERVICE.replace("port: 80", "port: 82"))
    await editor.codes(ROUTES)
    (folder / "app/more.yaml").write_text(SERVICE.replace("targetPort", "targetport"))
    await editor.codes("app/more.yaml", "unknown-field")
    (folder / "app/more.yaml").unlink()
    await editor.codes("app/more.yaml")
    held = SERVICE.replace("spec:", "  namespace: default\nspec:\n  clusterIP: 10.96.0.7\n")
    live.write_text(held)
    changed = SERVICE.replace("spec:", "spec:\n  clusterIP: 10.96.0.8\n")
    editor.open("app/service.yaml", changed)
    await editor.until(
        lambda: any("10.96.0.7" in each.message for each in editor.diagnostics("app/service.yaml"))
    )
    await client.shutdown_session()


@pytest.mark.asyncio
async def test_a_snapshot_that_changes_before_the_first_look(folder: Path) -> None:
    live = folder / "live.json"
    live.write_text('{"apiVersion": "v1", "kind": "List", "items": []}')
    client = await started(folder, "utf-16", "--live", "live.json", watches=False)
    editor = Editor(client, folder)
    changed = SERVICE.replace("spec:", "spec:\n  clusterIP: 10.96.0.8\n")
    editor.open("app/service.yaml", changed)
    editor.open(ROUTES, WRONG_PORT)
    await editor.codes(ROUTES, "backend-port-missing")
    live.write_text(
        SERVICE.replace("spec:", "  namespace: default\nspec:\n  clusterIP: 10.96.0.7\n")
    )
    await editor.until(
        lambda: any("10.96.0.7" in each.message for each in editor.diagnostics("app/service.yaml"))
    )
    await client.shutdown_session()


@pytest.mark.asyncio
async def test_a_configuration_that_is_wrong_from_the_start(folder: Path) -> None:
    config = folder / ".svclint.yaml"
    config.write_text("ignore: [no-such-rule]\n")
    client = await started(folder)
    editor = Editor(client, folder)
    editor.open(ROUTES, WRONG_PORT)
    await editor.until(
        lambda: any("no-such-rule" in each.message for each in editor.diagnostics(ROUTES))
    )
    editor.write(ROUTES, INGRESS.replace("number: 80", "number: 83"))
    # Nothing can be checked, but requests have answers.
    hover = types.HoverParams(editor.document(ROUTES), types.Position(0, 0))
    assert await client.text_document_hover_async(hover) is None
    config.unlink()
    editor.changed(".svclint.yaml", types.FileChangeType.Deleted)
    [found] = await editor.codes(ROUTES, "backend-port-missing")
    assert "83" in found.message
    await client.shutdown_session()
