"""Rename a port or a label in all files, with everything that depends on it."""

from __future__ import annotations

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.objects.syntax import label_value_problem, port_name_problems
from svclint.lsp.cursor import Cursor, cursor_at, range_of
from svclint.lsp.navigation import references_of
from svclint.lsp.relations import Place, inventory_of
from svclint.lsp.session import Session


def prepare_rename(
    session: Session, parameters: types.PrepareRenameParams
) -> types.PrepareRenameResult | None:
    """Return the range of the name at a position; ``None`` if it cannot be renamed."""
    found = _renamed(session, parameters.text_document, parameters.position)
    return None if found is None else found[0].range


def rename(session: Session, parameters: types.RenameParams) -> types.WorkspaceEdit | None:
    """Return the edits that give a port or label another name, in all files."""
    found = _renamed(session, parameters.text_document, parameters.position)
    if found is None:
        return None
    cursor, inventory = found
    _require_valid(cursor, parameters.new_name)
    changes: dict[str, list[types.TextEdit]] = {}
    for place in dict.fromkeys(references_of(cursor, inventory)):
        if place.document.file not in session.known_files:
            continue
        where = range_of(session, place.document, place.path)
        if where is not None:
            edits = changes.setdefault(session.uri_of(place.document.file), [])
            edit = types.TextEdit(where, _written(session, place, parameters.new_name))
            if edit not in edits:
                edits.append(edit)
    return types.WorkspaceEdit(changes=changes)


def _renamed(
    session: Session, document: types.TextDocumentIdentifier, position: types.Position
) -> tuple[Cursor, Inventory] | None:
    """Return the cursor in the name of a port or the value of a label."""
    workspace = session.flush()
    cursor = workspace and cursor_at(session, workspace, session.file_of(document.uri), position)
    if not workspace or not cursor or cursor.is_key:
        return None
    inventory = inventory_of(workspace, cursor)
    value = cursor.document.value(cursor.path)
    if inventory is None or not isinstance(value, str):
        return None
    is_name = _is_port(cursor) or _is_label(cursor)
    return (cursor, inventory) if is_name and any(references_of(cursor, inventory)) else None


def _is_port(cursor: Cursor) -> bool:
    return "ports" in cursor.path or "port" in cursor.path or cursor.path[-1:] == ("servicePort",)


def _is_label(cursor: Cursor) -> bool:
    return cursor.path[-2:-1] in (("labels",), ("selector",), ("matchLabels",))


def _require_valid(cursor: Cursor, name: str) -> None:
    if _is_label(cursor):
        problem = label_value_problem(name)
    else:
        problem = next(iter(port_name_problems(name)), None)
    if problem:
        raise JsonRpcInvalidParams(f"{name!r} is not possible here: {problem}")


def _written(session: Session, place: Place, name: str) -> str:
    """Return a name in the style in which the value at a place is written."""
    where = range_of(session, place.document, place.path)
    assert where is not None
    text = session.text_of(place.document.file)
    line, column = text.place(where.start)
    quote = text.lines[line][column : column + 1]
    return f"{quote}{name}{quote}" if quote in ("'", '"') else name
