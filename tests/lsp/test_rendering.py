"""Overlays are rendered on save, and their findings are at the lines of their sources."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types

from tests.lsp.conftest import Editor
from tests.unit.test_workspace import SERVICE

OVERLAY = """resources: [service.yaml]
patches:
- patch: |-
    apiVersion: v1
    kind: Service
    metadata:
      name: shop
    spec:
      type: Nodeport
"""


@pytest.mark.skipif(
    shutil.which("kustomize") is None and shutil.which("kubectl") is None,
    reason="neither kustomize nor kubectl is installed",
)
@pytest.mark.asyncio
async def test_an_overlay_is_rendered_on_save(editor: Editor, folder: Path) -> None:
    name = "app/kustomized/kustomization.yaml"
    editor.open(name)
    editor.open("app/kustomized/service.yaml", SERVICE.replace("web", "shop"))
    await editor.codes("app/kustomized/service.yaml")
    (folder / name).write_text(OVERLAY)
    editor.write(name, OVERLAY)
    document = types.DidSaveTextDocumentParams(editor.document(name))
    editor.client.text_document_did_save(document)
    [found] = await editor.codes(name, "type-unsupported")
    assert found.source == "svclint (rendered)"
    assert found.range.start.line == 8
    # What was rendered does not belong to what is typed next.
    editor.write(name, f"# more\n{OVERLAY}")
    await editor.codes(name)


ENDING = """\
import asyncio, sys
from svclint.app.requests import CheckRequest
from svclint.lsp.rendering import Renderer

async def main():
    Renderer(CheckRequest(), ".", lambda found: None, lambda *said: None).start(["."])
    for _ in range(int(sys.argv[1])):
        await asyncio.sleep(0)

asyncio.run(main())
"""


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 10])
def test_a_server_ends_while_a_renderer_starts(tmp_path: Path, steps: int) -> None:
    command = [sys.executable, "-c", ENDING, str(steps)]
    subprocess.run(command, cwd=tmp_path, timeout=30, check=True)
