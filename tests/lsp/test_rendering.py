"""Overlays are rendered on save, and their findings are at the lines of their sources."""

from __future__ import annotations

import shutil
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
