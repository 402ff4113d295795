"""Edit a tree as an editor does: open, change, close, and ask for all that the server answers."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from svclint.app import CheckRequest
from svclint.app.check import check
from svclint.lsp.code_actions import code_actions
from svclint.lsp.completion import completion
from svclint.lsp.hover import hover
from svclint.lsp.lenses import lenses
from svclint.lsp.navigation import definition, references
from svclint.lsp.rename import prepare_rename, rename
from svclint.lsp.session import Session
from svclint.lsp.symbols import symbols
from svclint.model import ConfigError, SvclintError

from tests.fuzz.mutation import TOKENS
from tests.fuzz.trees import write_tree

_ENCODINGS = ("utf-8", "utf-16", "utf-32")
_REQUEST = CheckRequest(paths=(".",), render="off")


class _Client:
    """An editor that must not be told of a bug."""

    def publish(self, uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        del uri, found, version

    def log(self, message: str, kind: types.MessageType) -> None:
        assert kind != types.MessageType.Error, message

    def refresh(self) -> None:
        pass


class _Session(Session):
    """A session that does not render, which another target does."""

    def render(self) -> None:
        pass


def editing(tree: bytes) -> None:
    """Edit a tree at random; the findings at the end are those of a check of the same files."""
    random = Random(len(tree) + sum(tree[-64:]))
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        write_tree(Path(folder), tree)
        os.chdir(folder)
        try:
            asyncio.run(_edited(os.path.realpath(folder), random))
        finally:
            os.chdir(before)


async def _edited(folder: str, random: Random) -> None:
    session = _Session(_Client(), folder, _REQUEST, random.choice(_ENCODINGS))
    try:
        await session.load()
    except ConfigError:
        return
    workspace = session.workspace
    assert workspace is not None
    files = sorted(each for each in workspace.files if not each.startswith("<"))
    for _ in range(random.randint(1, 8) if files else 0):
        file = random.choice(files)
        uri = session.uri_of(file)
        if file not in session.opened:
            session.open(uri, session.text_of(file).source, 1)
        session.change(uri, [_change(session, file, random)], 2)
        session.flush()
        if random.random() < 0.5:
            next(workspace.check_rest(), None)
        for _ in range(3):
            _ask(session, uri, random)
        if random.random() < 0.1:
            session.close(uri)
    _compare(session)


def _place(session: Session, file: str, random: Random) -> types.Position:
    lines = session.text_of(file).lines
    line = random.randint(0, len(lines))
    length = len(lines[line]) if line < len(lines) else 0
    return types.Position(line, random.randint(0, length + 2))


def _change(session: Session, file: str, random: Random) -> types.TextDocumentContentChangeEvent:
    text = random.choice(["", "\n", " ", "x", ":", "- ", "web", "80", "---\n", *TOKENS])
    if random.random() < 0.05:
        return types.TextDocumentContentChangeWholeDocument(text)
    start = _place(session, file, random)
    end = types.Position(start.line + random.choice([0, 0, 0, 1]), start.character)
    return types.TextDocumentContentChangePartial(types.Range(start, end), text)


def _ask(session: Session, uri: str, random: Random) -> None:
    """Ask one question at a random place; the answer may be an error that is no bug."""
    document = types.TextDocumentIdentifier(uri)
    at = _place(session, session.file_of(uri), random)
    name = random.choice(["web", "metrics", "a b", "\u202e", "x" * 70, "", "80"])
    context = types.CodeActionContext([])
    questions: list[Callable[[], Any]] = [
        lambda: hover(session, types.HoverParams(document, at)),
        lambda: completion(session, types.CompletionParams(document, at)),
        lambda: definition(session, types.DefinitionParams(document, at)),
        lambda: references(
            session, types.ReferenceParams(types.ReferenceContext(True), document, at)
        ),
        lambda: symbols(session, types.DocumentSymbolParams(document)),
        lambda: lenses(session, types.CodeLensParams(document)),
        lambda: prepare_rename(session, types.PrepareRenameParams(document, at)),
        lambda: rename(session, types.RenameParams(document, at, name)),
        lambda: code_actions(
            session, types.CodeActionParams(document, types.Range(at, at), context)
        ),
    ]
    with contextlib.suppress(SvclintError, JsonRpcException):
        random.choice(questions)()


def _compare(session: Session) -> None:
    """Save every open document, check the folder, and expect the same findings."""
    workspace = session.flush()
    assert workspace is not None
    for _ in workspace.check_rest():
        pass
    for file, opened in session.opened.items():
        Path(file).write_bytes(opened.raw)
    if any(each.kept for each in workspace.files.values()):
        # A text that cannot be read keeps its last good objects.
        return
    with contextlib.redirect_stderr(io.StringIO()):
        expected = sorted(check(_REQUEST).findings)
    found = sorted(workspace.findings())
    assert found == expected, f"{set(found) ^ set(expected)}"
