"""The server: which requests of an editor are answered, and by what."""

from __future__ import annotations

import os
from importlib.metadata import version
from typing import Any

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from svclint.app.requests import CheckRequest
from svclint.lsp import commands
from svclint.lsp.code_actions import code_actions
from svclint.lsp.completion import completion
from svclint.lsp.hover import hover
from svclint.lsp.lenses import lenses
from svclint.lsp.navigation import definition, references
from svclint.lsp.rename import prepare_rename, rename
from svclint.lsp.session import Session
from svclint.lsp.symbols import symbols
from svclint.lsp.watching import RELOADING, watch

LOOPBACK = "127.0.0.1"


class Server(LanguageServer):
    """A language server with one session, that of the editor that started it."""

    def __init__(self, request: CheckRequest) -> None:
        super().__init__("svclint", version("svclint"))
        self.request = request
        self._session: Session | None = None
        # Whether the editor shows the result of a command itself.
        self.shows_pages = False

    @property
    def session(self) -> Session:
        """The session; it exists from the first request of the editor on."""
        assert self._session is not None, "the editor has not initialized the server"
        return self._session

    def begin(self, parameters: types.InitializeParams) -> None:
        """Begin the session: from here on, the current folder is that of the editor."""
        options = parameters.initialization_options
        self.shows_pages = isinstance(options, dict) and options.get("showsPages") is True
        root = _root(parameters)
        if root:
            os.chdir(root)
        encoding = self.workspace.position_encoding
        name = encoding.value if isinstance(encoding, types.PositionEncodingKind) else encoding
        self._session = Session(self, os.getcwd(), self.request, name or "utf-16")

    def publish(self, uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        """Show the diagnostics of a file."""
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, found, version=version)
        )

    def log(self, message: str, kind: types.MessageType) -> None:
        """Show a message in the log."""
        self.window_log_message(types.LogMessageParams(kind, message))

    def refresh(self) -> None:
        """Ask again for what depends on other files."""
        workspace = self.client_capabilities.workspace
        if workspace and workspace.code_lens and workspace.code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)


def _root(parameters: types.InitializeParams) -> str:
    folders = parameters.workspace_folders
    uri = folders[0].uri if folders else parameters.root_uri
    return (uris.to_fs_path(uri) if uri else parameters.root_path) or ""


def server(request: CheckRequest) -> Server:
    """Return a server that checks as a request says, in the folder that the editor names."""
    made = Server(request)
    _follow_documents(made)
    _answer_requests(made)
    _run_commands(made)
    return made


def _follow_documents(made: Server) -> None:
    @made.feature(types.INITIALIZE)
    def initialize(parameters: types.InitializeParams) -> None:
        made.begin(parameters)

    @made.feature(types.INITIALIZED)
    def initialized(_parameters: types.InitializedParams) -> None:
        made.session.start()
        watch(made)

    @made.feature(types.SHUTDOWN)
    def shut_down(_parameters: None) -> None:
        made.session.stop()

    @made.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(parameters: types.DidOpenTextDocumentParams) -> None:
        document = parameters.text_document
        made.session.open(document.uri, document.text, document.version)

    @made.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(parameters: types.DidChangeTextDocumentParams) -> None:
        document = parameters.text_document
        made.session.change(document.uri, list(parameters.content_changes), document.version)

    @made.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(parameters: types.DidCloseTextDocumentParams) -> None:
        made.session.close(parameters.text_document.uri)

    @made.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(parameters: types.DidSaveTextDocumentParams) -> None:
        if os.path.basename(parameters.text_document.uri) in RELOADING:
            made.session.reload()
        else:
            made.session.render()

    @made.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(parameters: types.DidChangeWatchedFilesParams) -> None:
        for each in parameters.changes:
            is_deleted = each.type == types.FileChangeType.Deleted
            if os.path.basename(each.uri) in RELOADING:
                made.session.reload()
            else:
                made.session.note_changed(each.uri, is_deleted=is_deleted)


def _answer_requests(made: Server) -> None:
    @made.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    )
    def code_action(parameters: types.CodeActionParams) -> list[types.CodeAction]:
        return code_actions(made.session, parameters)

    @made.feature(types.TEXT_DOCUMENT_HOVER)
    def show_hover(parameters: types.HoverParams) -> types.Hover | None:
        return hover(made.session, parameters)

    @made.feature(types.TEXT_DOCUMENT_DEFINITION)
    def go_to_definition(parameters: types.DefinitionParams) -> list[types.Location]:
        return definition(made.session, parameters)

    @made.feature(types.TEXT_DOCUMENT_REFERENCES)
    def find_references(parameters: types.ReferenceParams) -> list[types.Location]:
        return references(made.session, parameters)

    @made.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def list_symbols(parameters: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        return symbols(made.session, parameters)

    @made.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[" ", ":"])
    )
    def complete(parameters: types.CompletionParams) -> types.CompletionList:
        return completion(made.session, parameters)

    @made.feature(types.TEXT_DOCUMENT_CODE_LENS)
    def show_lenses(parameters: types.CodeLensParams) -> list[types.CodeLens]:
        return lenses(made.session, parameters)

    @made.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(parameters: types.PrepareRenameParams) -> types.PrepareRenameResult | None:
        return prepare_rename(made.session, parameters)

    @made.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def rename_everywhere(parameters: types.RenameParams) -> types.WorkspaceEdit | None:
        return rename(made.session, parameters)


def _run_commands(made: Server) -> None:
    @made.command(commands.EXPLAIN)
    def explain(*arguments: Any) -> str:
        page = commands.explain(*arguments)
        if not made.shows_pages:
            made.window_show_message(types.ShowMessageParams(types.MessageType.Info, page))
        return page

    @made.command(commands.REFRESH_SNAPSHOT)
    def refresh_snapshot(*_arguments: Any) -> str:
        return commands.refresh_snapshot(made.session)
