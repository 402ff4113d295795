"""Symbols of a file: its objects with their ports, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from svclint.engine.results import DocumentResult
from svclint.kubernetes.targets import is_service, ports_of
from svclint.lsp.cursor import range_of
from svclint.lsp.session import Session


def symbols(session: Session, parameters: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    """Return the objects of a file, and the ports of Services."""
    workspace = session.flush()
    checked = workspace and workspace.files.get(session.file_of(parameters.text_document.uri))
    return (
        []
        if not checked
        else [symbol for result in checked.objects for symbol in _symbol(session, result)]
    )


def _symbol(session: Session, result: DocumentResult) -> Iterator[types.DocumentSymbol]:
    document = result.document
    whole = range_of(session, document, ())
    if whole is None:
        return
    name = range_of(session, document, ("metadata", "name")) or types.Range(
        whole.start, whole.start
    )
    ports = [
        types.DocumentSymbol(
            port.name or str(port), types.SymbolKind.Interface, place, place, detail=str(port)
        )
        for port in (ports_of(document) if is_service(document) else ())
        if (place := range_of(session, document, ("spec", "ports", port.position)))
    ]
    yield types.DocumentSymbol(
        document.object_name.name or document.kind,
        types.SymbolKind.Object,
        whole,
        name,
        detail=document.kind,
        children=ports,
    )
