"""Hovers, navigation, symbols, completion, lenses and rename, asked as an editor asks."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types

from tests.lsp.conftest import Editor
from tests.unit.test_workspace import DEPLOYMENT, INGRESS, SERVICE

FILE, WORKLOADS, ROUTES = "app/service.yaml", "app/workloads.yaml", "app/routes/ingress.yaml"


def at(text: str, written: str, shift: int = 1, *, number: int = 0) -> types.Position:
    """Return the position inside of the first occurrence of a text, or of a later one."""
    offset = -1
    for _ in range(number + 1):
        offset = text.index(written, offset + 1)
    before = text[: offset + shift]
    return types.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)


async def opened(editor: Editor) -> Editor:
    for name, text in ((FILE, SERVICE), (WORKLOADS, DEPLOYMENT), (ROUTES, INGRESS)):
        editor.open(name, text)
        await editor.codes(name)
    return editor


async def hovered(editor: Editor, name: str, position: types.Position) -> str:
    found = await editor.client.text_document_hover_async(
        types.HoverParams(editor.document(name), position)
    )
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    return found.contents.value


@pytest.mark.asyncio
async def test_hovers(editor: Editor) -> None:
    await opened(editor)
    text = await hovered(editor, FILE, at(SERVICE, "targetPort"))
    assert text.startswith("Port 80/TCP reaches\n- Deployment `web`: port 8080\n\n**targetPort**")
    assert "- Default here: `80`" in text
    text = await hovered(editor, FILE, at(SERVICE, "selector"))
    assert text.startswith("**selector**: map from string to string\n\nRoute service traffic to")
    # The rule that a suppression names.
    editor.write(FILE, SERVICE.replace("spec:", "# svclint: ignore[unknown-field] x\nspec:"))
    text = await hovered(editor, FILE, types.Position(4, 25))
    assert text.startswith("# unknown-field\n")


@pytest.mark.asyncio
async def test_a_hover_places_an_address(editor: Editor, folder: Path) -> None:
    (folder / ".svclint.yaml").write_text("serviceCIDRs: [10.96.0.0/16]\n")
    text = SERVICE.replace("spec:\n", "spec:\n  clusterIP: 10.96.0.10\n")
    editor.changed(".svclint.yaml", types.FileChangeType.Created)
    editor.open(FILE, text)
    await editor.until(lambda: editor.uri(FILE) in editor.client.diagnostics)
    shown = ""
    for _ in range(200):
        shown = await hovered(editor, FILE, at(text, "10.96.0.10"))
        if "not known" not in shown:
            break
        # The configuration is read soon.
        await asyncio.sleep(0.1)
    assert shown.startswith("`10.96.0.10` is in 10.96.0.0/16, in the static band")


async def defined(editor: Editor, name: str, position: types.Position) -> list[types.Location]:
    found = await editor.client.text_document_definition_async(
        types.DefinitionParams(editor.document(name), position)
    )
    assert isinstance(found, (list, tuple))
    return [each for each in found if isinstance(each, types.Location)]


@pytest.mark.asyncio
async def test_definitions(editor: Editor) -> None:
    await opened(editor)
    [service] = await defined(editor, ROUTES, at(INGRESS, "name: web\n            port", 7))
    assert (service.uri, service.range.start) == (editor.uri(FILE), types.Position(3, 8))
    [port] = await defined(editor, ROUTES, at(INGRESS, "80"))
    assert (port.uri, port.range.start) == (editor.uri(FILE), types.Position(8, 10))
    [container] = await defined(editor, FILE, at(SERVICE, "http"))
    assert container.uri == editor.uri(WORKLOADS)
    assert container.range.start == at(DEPLOYMENT, "http", 0)
    [label] = await defined(editor, FILE, at(SERVICE, "app: web", 6))
    assert (label.uri, label.range.start.line) == (editor.uri(WORKLOADS), 11)


@pytest.mark.asyncio
async def test_references(editor: Editor) -> None:
    await opened(editor)

    async def found(name: str, position: types.Position) -> list[tuple[str, int]]:
        locations = await editor.client.text_document_references_async(
            types.ReferenceParams(
                types.ReferenceContext(include_declaration=True), editor.document(name), position
            )
        )
        assert locations is not None
        return sorted((each.uri.rpartition("/")[2], each.range.start.line) for each in locations)

    assert await found(FILE, at(SERVICE, "web")) == [("ingress.yaml", 12), ("service.yaml", 3)]
    assert await found(WORKLOADS, at(DEPLOYMENT, "http")) == [
        ("service.yaml", 9),
        ("workloads.yaml", 17),
    ]
    assert await found(FILE, at(SERVICE, "app: web", 6)) == [
        ("service.yaml", 6),
        ("workloads.yaml", 7),
        ("workloads.yaml", 11),
    ]


@pytest.mark.asyncio
async def test_symbols_and_lenses(editor: Editor) -> None:
    await opened(editor)
    found = await editor.client.text_document_document_symbol_async(
        types.DocumentSymbolParams(editor.document(FILE))
    )
    assert found is not None
    [service] = found
    assert isinstance(service, types.DocumentSymbol)
    assert (service.name, service.detail, service.selection_range.start.line) == (
        "web",
        "Service",
        3,
    )
    assert service.children is not None
    assert [each.name for each in service.children] == ["80/TCP"]
    lenses = await editor.client.text_document_code_lens_async(
        types.CodeLensParams(editor.document(FILE))
    )
    assert lenses is not None
    [lens] = lenses
    assert lens.command is not None
    assert lens.command.title == "reaches Deployment web:8080; called by Ingress web"


async def completed(editor: Editor, name: str, position: types.Position) -> list[str]:
    found = await editor.client.text_document_completion_async(
        types.CompletionParams(editor.document(name), position)
    )
    assert isinstance(found, types.CompletionList)
    return [each.label for each in found.items]


@pytest.mark.asyncio
async def test_completion(editor: Editor) -> None:
    await opened(editor)
    text = SERVICE.replace("    targetPort: http\n", "    targetPort: \n    \n")
    editor.write(FILE, text)
    assert await completed(editor, FILE, types.Position(9, 16)) == ["http"]
    fields = await completed(editor, FILE, types.Position(10, 4))
    assert {"name", "nodePort", "protocol", "appProtocol"} == set(fields)
    editor.write(FILE, SERVICE.replace("spec:\n", "spec:\n  type: \n"))
    assert await completed(editor, FILE, types.Position(5, 8)) == [
        *("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),
    ]
    editor.write(FILE, SERVICE.replace("    app: web\n", "    \n"))
    assert await completed(editor, FILE, types.Position(6, 4)) == ["app"]
    editor.write(FILE, SERVICE.replace("    app: web\n", "    app: \n"))
    assert await completed(editor, FILE, types.Position(6, 9)) == ["web"]
    editor.write(FILE, SERVICE)
    editor.write(ROUTES, INGRESS.replace("            name: web\n", "            name: \n"))
    line = at(INGRESS, "name: web\n            port").line
    assert "web" in await completed(editor, ROUTES, types.Position(line, 18))
    editor.write(ROUTES, INGRESS.replace("number: 80", "number: "))
    assert await completed(editor, ROUTES, types.Position(14, 22)) == ["80"]


@pytest.mark.asyncio
async def test_a_port_is_renamed_in_all_files(editor: Editor) -> None:
    await opened(editor)
    edit = await editor.client.text_document_rename_async(
        types.RenameParams(editor.document(FILE), at(SERVICE, "http"), "web-port")
    )
    assert edit is not None
    assert edit.changes is not None
    assert {uri: len(edits) for uri, edits in edit.changes.items()} == {
        editor.uri(FILE): 1,
        editor.uri(WORKLOADS): 1,
    }
    edit = await editor.client.text_document_rename_async(
        types.RenameParams(editor.document(FILE), at(SERVICE, "app: web", 6), "shop")
    )
    assert edit is not None
    assert edit.changes is not None
    assert {uri: len(edits) for uri, edits in edit.changes.items()} == {
        editor.uri(FILE): 1,
        editor.uri(WORKLOADS): 2,
    }


MONITOR = """apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: web
spec:
  selector:
    matchLabels:
      team: shop
  endpoints:
  - port: http
"""


@pytest.mark.asyncio
async def test_a_port_is_renamed_in_monitors_and_in_all_services_of_theirs(editor: Editor) -> None:
    labelled = SERVICE.replace("name: web\n", "name: web\n  labels:\n    team: shop\n")
    named = labelled.replace("- port: 80", "- name: http\n    port: 80")
    both = f"{named}---\n{named.replace('web', 'api')}"
    editor.open(FILE, both)
    editor.open("app/monitor.yaml", MONITOR)
    editor.open(ROUTES, INGRESS.replace("number: 80", "name: http"))
    for name in (FILE, "app/monitor.yaml", ROUTES):
        await editor.codes(name)
    edit = await editor.client.text_document_rename_async(
        types.RenameParams(editor.document(FILE), at(both, "name: http", 7), "public")
    )
    assert edit is not None
    assert edit.changes is not None
    assert {uri: len(edits) for uri, edits in edit.changes.items()} == {
        editor.uri(FILE): 2,
        editor.uri("app/monitor.yaml"): 1,
        editor.uri(ROUTES): 1,
    }
