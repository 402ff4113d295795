"""What a session does besides: many edits, files outside, settings, other connections."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcRequestCancelled

from tests.lsp.conftest import COMMAND, Editor, started
from tests.unit.test_workspace import INGRESS, SERVICE

FILE, ROUTES = "app/service.yaml", "app/routes/ingress.yaml"
WRONG_PORT = INGRESS.replace("number: 80", "number: 82")


@pytest.mark.asyncio
async def test_many_edits_and_a_close_in_mid_check(editor: Editor) -> None:
    editor.open(FILE, SERVICE)
    for number in range(200):
        editor.write(FILE, SERVICE.replace("name: web", f"name: web{number}"))
    hover = editor.client.text_document_hover_async(
        types.HoverParams(editor.document(FILE), types.Position(9, 6))
    )
    editor.open(ROUTES, WRONG_PORT)
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(editor.document(FILE)))
    await hover
    [found] = await editor.codes(ROUTES, "backend-port-missing")
    assert "has no port 82; its only port is 80" in found.message


@pytest.mark.asyncio
async def test_a_request_can_be_cancelled(editor: Editor) -> None:
    editor.open(FILE, SERVICE)
    parameters = types.HoverParams(editor.document(FILE), types.Position(9, 6))
    protocol = editor.client.protocol
    names = [f"hover-{number}" for number in range(20)]
    waiting = [
        protocol.send_request(types.TEXT_DOCUMENT_HOVER, parameters, msg_id=name) for name in names
    ]
    for name in names[1:]:
        protocol.notify(types.CANCEL_REQUEST, types.CancelParams(id=name))
    first, *others = await asyncio.gather(
        *map(asyncio.wrap_future, waiting), return_exceptions=True
    )
    assert isinstance(first, types.Hover)
    # A request that was answered before it was cancelled has its answer.
    assert all(isinstance(each, (types.Hover, JsonRpcRequestCancelled)) for each in others)
    await editor.codes(FILE)


@pytest.mark.asyncio
async def test_files_and_settings_outside_of_the_editor_count(editor: Editor, folder: Path) -> None:
    # Where no Service is in sight, none is missed.
    (folder / "app/api.yaml").write_text(SERVICE.replace("web", "api"))
    editor.open(ROUTES, WRONG_PORT)
    await editor.codes(ROUTES, "backend-port-missing")

    (folder / FILE).write_text(SERVICE.replace("port: 80\n", "port: 82\n"))
    editor.changed(FILE, types.FileChangeType.Changed)
    await editor.codes(ROUTES)
    (folder / FILE).unlink()
    editor.changed(FILE, types.FileChangeType.Deleted)
    await editor.codes(ROUTES, "backend-service-missing")
    (folder / ".svclint.yaml").write_text("ignore: [references]\n")
    editor.changed(".svclint.yaml", types.FileChangeType.Created)
    await editor.codes(ROUTES)
    (folder / ".svclint.yaml").write_text("ignore: [no-such-rule]\n")
    editor.changed(".svclint.yaml", types.FileChangeType.Changed)
    await editor.until(
        lambda: any("no-such-rule" in each.message for each in editor.diagnostics(ROUTES))
    )


@pytest.mark.asyncio
async def test_what_is_excluded_is_not_checked(editor: Editor, folder: Path) -> None:
    (folder / ".svclint.yaml").write_text("exclude: [generated/]\n")
    (folder / "generated").mkdir()
    editor.changed(".svclint.yaml", types.FileChangeType.Created)
    editor.open("generated/ingress.yaml", WRONG_PORT)
    editor.open(ROUTES, WRONG_PORT)
    await editor.codes(ROUTES, "backend-port-missing")
    assert editor.diagnostics("generated/ingress.yaml") == []


def test_a_server_on_a_port_of_this_machine(folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([*COMMAND, "--tcp", str(port)], stderr=subprocess.DEVNULL)
    try:
        answer = initialized_by(port, folder)
    finally:
        server.kill()
        server.wait()
    assert answer["result"]["serverInfo"]["name"] == "svclint"


def initialized_by(port: int, folder: Path) -> Any:
    """Return the answer of a server on a port to the first request of an editor."""
    body = json.dumps(
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}},
        }
    ).encode()
    with connected(port) as connection, connection.makefile("rb") as stream:
        connection.sendall(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        size = 0
        while line := stream.readline().strip():
            name, _, value = line.partition(b":")
            size = int(value) if name.lower() == b"content-length" else size
        return json.loads(stream.read(size))


def connected(port: int) -> socket.socket:
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not listen")


@pytest.mark.asyncio
async def test_a_snapshot_is_taken_on_request_only(folder: Path) -> None:
    client = await started(folder)
    said = await client.workspace_execute_command_async(
        types.ExecuteCommandParams("svclint.refreshSnapshot", [])
    )
    assert "--live FILE" in str(said)
    await client.shutdown_session()


def test_without_pygls_the_command_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ModuleNotFoundError('no pygls', name='pygls')")
    done = subprocess.run(
        [sys.executable, "-m", "svclint", "lsp"],
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "pip install 'svclint[lsp]'" in done.stderr
