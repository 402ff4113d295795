"""Files that change outside of the editor."""

from __future__ import annotations

import uuid

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from svclint.source.files import ENDINGS, IGNORE_FILE, OWN_FILE
from svclint.source.kustomization import CHART_FILE, NAMES

# Files that decide how others are checked, and which ones.
RELOADING = frozenset((OWN_FILE, CHART_FILE, IGNORE_FILE, *NAMES))


def watch(server: LanguageServer) -> None:
    """Ask the editor to watch manifests and settings, if it can."""
    workspace = server.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if watching is None or not watching.dynamic_registration:
        return
    patterns = [f"**/*{ending}" for ending in ENDINGS] + [f"**/{IGNORE_FILE}"]
    options = types.DidChangeWatchedFilesRegistrationOptions(
        [types.FileSystemWatcher(pattern) for pattern in patterns]
    )
    registration = types.Registration(
        str(uuid.uuid4()), types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options
    )
    server.client_register_capability(types.RegistrationParams([registration]))
