"""Code lenses: what each Service of a file reaches, and who calls it."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from svclint.app.workspace.workspace import Workspace
from svclint.engine.results import DocumentResult
from svclint.kubernetes.targets import calling_objects, is_service, targets_of
from svclint.lsp.cursor import range_of
from svclint.lsp.session import Session

_MOST = 3


def lenses(session: Session, parameters: types.CodeLensParams) -> list[types.CodeLens]:
    """Return a line above each Service of a file."""
    workspace = session.flush()
    checked = workspace and workspace.files.get(session.file_of(parameters.text_document.uri))
    if not workspace or not checked:
        return []
    return [lens for result in checked.results for lens in _lens(session, workspace, result)]


def _lens(
    session: Session, workspace: Workspace, result: DocumentResult
) -> Iterator[types.CodeLens]:
    document = result.document
    inventory = workspace.inventory_of(result)
    if inventory is None or document.problem is not None or not is_service(document):
        return
    place = range_of(session, document, ("metadata",), at_key=True)
    if place is None:
        return
    reached = dict.fromkeys(
        f"{target.kind} {target.name}"
        + (f" (no port {each.port.target})" if target.number is None else f":{target.number}")
        for each in targets_of(document, inventory)
        for target in each.targets
    )
    callers = [
        f"{each.kind} {each.object_name.name}" for each in calling_objects(document, inventory)
    ]
    title = f"reaches {_listed(list(reached))}" if reached else "reaches nothing in these files"
    if callers:
        title += f"; called by {_listed(callers)}"
    yield types.CodeLens(place, types.Command(title, ""))


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" and {more} more" if more > 0 else "")
