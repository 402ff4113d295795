"""The server: which requests of an editor are answered, and by what."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Iterable
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import FeatureRequestError, JsonRpcServerNotInitialized
from pygls.lsp.server import LanguageServer

from svclint.app.requests import CheckRequest
from svclint.lsp import commands
from svclint.lsp.code_actions import code_actions
from svclint.lsp.completion import completion
from svclint.lsp.files import path_of
from svclint.lsp.hover import hover
from svclint.lsp.lenses import lenses
from svclint.lsp.navigation import definition, references
from svclint.lsp.protocol import Protocol, answering
from svclint.lsp.rename import prepare_rename, rename
from svclint.lsp.session import Session
from svclint.lsp.symbols import symbols
from svclint.lsp.watching import RELOADING, note_changed, watch

if TYPE_CHECKING:
    from pygls.server import ServerErrors


class Server(LanguageServer):
    """A language server with one session, that of the editor that started it."""

    def __init__(self, request: CheckRequest) -> None:
        super().__init__("svclint", version("svclint"), protocol_cls=Protocol)
        self.request = request
        self._session: Session | None = None
        self.watching: asyncio.Task[None] | None = None
        # Whether the editor shows the result of a command itself.
        self.shows_pages = False

    @property
    def session(self) -> Session:
        """The session; it exists from the first request of the editor on."""
        if self._session is None:
            raise JsonRpcServerNotInitialized("the editor has not initialized the server")
        return self._session

    def begin(self, parameters: types.InitializeParams) -> None:
        """Begin the session: from here on, the current folder is that of the editor."""
        options = parameters.initialization_options
        self.shows_pages = isinstance(options, dict) and options.get("showsPages") is True
        folders = _folders(parameters)
        if folders:
            os.chdir(folders[0])
        encoding = self.workspace.position_encoding
        name = encoding.value if isinstance(encoding, types.PositionEncodingKind) else encoding
        # The folder as the editor spells it: a link in its path stays one.
        root = folders[0] if folders else os.getcwd()
        self._session = Session(self, root, self.request, name or "utf-16", folders)

    def publish(self, uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        """Show the diagnostics of a file."""
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, found, version=version)
        )

    def log(self, message: str, kind: types.MessageType) -> None:
        """Show a message in the log."""
        self.window_log_message(types.LogMessageParams(kind, message))

    def report_server_error(self, error: Exception, source: ServerErrors) -> None:
        """Log a notification or message that could not be handled; requests have answers."""
        if source is not FeatureRequestError:
            self.log(f"not understood: {error}", types.MessageType.Warning)

    def refresh(self) -> None:
        """Ask again for what depends on other files."""
        workspace = self.client_capabilities.workspace
        if workspace and workspace.code_lens and workspace.code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)


def _folders(parameters: types.InitializeParams) -> list[str]:
    named = [each.uri for each in parameters.workspace_folders or ()]
    if not named and parameters.root_uri:
        named = [parameters.root_uri]
    paths = _paths(named) or [parameters.root_path or ""]
    return [os.path.abspath(each) for each in paths if os.path.isdir(each)]


def _paths(names: Iterable[str]) -> list[str]:
    return [path for path in map(path_of, names) if path]


def server(request: CheckRequest) -> Server:
    """Return a server that checks as a request says, in the folder that the editor names."""
    # What pygls logs would be mixed into the log of the editor, with tracebacks.
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    made = Server(request)
    _follow_documents(made)
    _follow_folders(made)
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
        made.watching = watch(made, made.session)

    @made.feature(types.SHUTDOWN)
    def shut_down(_parameters: None) -> None:
        made.session.stop()
        if made.watching is not None:
            made.watching.cancel()

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
            note_changed(made.session, each.uri, is_deleted=is_deleted)


def _follow_folders(made: Server) -> None:
    @made.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def did_change_folders(_parameters: types.DidChangeWorkspaceFoldersParams) -> None:
        made.session.take_folders(_paths(made.workspace.folders))


def _answer_requests(made: Server) -> None:
    @made.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    )
    @answering
    def code_action(parameters: types.CodeActionParams) -> list[types.CodeAction]:
        return code_actions(made.session, parameters)

    @made.feature(types.TEXT_DOCUMENT_HOVER)
    @answering
    def show_hover(parameters: types.HoverParams) -> types.Hover | None:
        return hover(made.session, parameters)

    @made.feature(types.TEXT_DOCUMENT_DEFINITION)
    @answering
    def go_to_definition(parameters: types.DefinitionParams) -> list[types.Location]:
        return definition(made.session, parameters)

    @made.feature(types.TEXT_DOCUMENT_REFERENCES)
    @answering
    def find_references(parameters: types.ReferenceParams) -> list[types.Location]:
        return references(made.session, parameters)

    @made.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    @answering
    def list_symbols(parameters: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        return symbols(made.session, parameters)

    @made.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[" ", ":"])
    )
    @answering
    def complete(parameters: types.CompletionParams) -> types.CompletionList:
        return completion(made.session, parameters)

    @made.feature(types.TEXT_DOCUMENT_CODE_LENS)
    @answering
    def show_lenses(parameters: types.CodeLensParams) -> list[types.CodeLens]:
        return lenses(made.session, parameters)

    @made.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    @answering
    def prepare(parameters: types.PrepareRenameParams) -> types.PrepareRenameResult | None:
        return prepare_rename(made.session, parameters)

    @made.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    @answering
    def rename_everywhere(parameters: types.RenameParams) -> types.WorkspaceEdit | None:
        return rename(made.session, parameters)


def _run_commands(made: Server) -> None:
    @made.command(commands.EXPLAIN)
    @answering
    def explain(*arguments: Any) -> str:
        page = commands.explain(*arguments)
        if not made.shows_pages:
            made.window_show_message(types.ShowMessageParams(types.MessageType.Info, page))
        return page

    @made.command(commands.REFRESH_SNAPSHOT)
    async def refresh_snapshot(*_arguments: Any) -> str:
        return await commands.refresh_snapshot(made.session)
