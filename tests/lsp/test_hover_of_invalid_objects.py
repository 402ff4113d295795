"""Hovers in objects with nulls and wrong types: the server defaults what it has decoded."""

from __future__ import annotations

import pytest
from lsprotocol import types

from tests.lsp.conftest import Editor
from tests.lsp.test_features import FILE, hovered

HEAD = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
# The pointer is at the last field.
INVALID = (
    "spec:\n  ports: null\n  sessionAffinityConfig: null\n  unknown: 1\n  type: x\n",
    "spec:\n  ports: [null]\n  type: x\n",
    "spec:\n  ports: 5\n  type: x\n",
    "spec:\n  ports: [5, null, [a]]\n  type: x\n",
    "spec:\n  sessionAffinity: ClientIP\n  sessionAffinityConfig: {clientIP: null}\n  type: x\n",
    "spec:\n  externalIPs: 7\n  sessionAffinity: []\n  type: x\n",
)


@pytest.mark.asyncio
@pytest.mark.parametrize("spec", INVALID)
async def test_the_default_of_another_field_is_shown(editor: Editor, spec: str) -> None:
    text = HEAD + spec
    editor.open(FILE, text)
    shown = await hovered(editor, FILE, types.Position(text.count("\n") - 1, 3))
    assert "- Default here: `ClusterIP`" in shown
