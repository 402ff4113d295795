"""Files that change outside of the editor."""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import Iterable, Iterator

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from svclint.lsp.files import snapshot_paths, uri_of
from svclint.lsp.session import Session
from svclint.source.files import ENDINGS, IGNORE_FILE, OWN_FILE
from svclint.source.kustomization import CHART_FILE, NAMES

# Files that decide how others are checked, and which ones.
RELOADING = frozenset((OWN_FILE, CHART_FILE, IGNORE_FILE, *NAMES))
# The server looks for changes itself, after so many seconds, if the editor watches no files.
PERIOD = 2.0

# What is compared of a file: its time of modification and size, ``None`` if it does not exist.
Stamp = tuple[int, int] | None


def watch(server: LanguageServer, session: Session) -> asyncio.Task[None] | None:
    """Ask the editor to watch files; return the task that does it if the editor cannot."""
    workspace = server.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if watching is None or not watching.dynamic_registration:
        return asyncio.get_running_loop().create_task(_look(session))
    patterns = [f"**/*{ending}" for ending in ENDINGS]
    patterns += [f"**/{name}" for name in sorted(RELOADING) if not name.endswith(ENDINGS)]
    watchers = [types.FileSystemWatcher(pattern) for pattern in patterns]
    # A folder is deleted as a whole.
    watchers.append(types.FileSystemWatcher("**/*", types.WatchKind.Delete))
    watchers += [
        types.FileSystemWatcher(_outside(path))
        for path in snapshot_paths(session.root, session.request.live)
        if not os.path.isdir(path)
    ]
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
    registration = types.Registration(
        str(uuid.uuid4()), types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options
    )
    server.client_register_capability(types.RegistrationParams([registration]))
    return None


def _outside(path: str) -> types.RelativePattern:
    folder, name = os.path.split(path)
    return types.RelativePattern(uris.from_fs_path(folder) or "", name)


def note_changed(session: Session, uri: str, *, is_deleted: bool) -> None:
    """Tell a session that a file has changed outside of the editor."""
    if os.path.basename(uri) in RELOADING:
        session.reload()
    else:
        session.note_changed(uri, is_deleted=is_deleted)


async def _look(session: Session) -> None:
    # A snapshot, or a file beside the configuration, may change before the first look.
    live = snapshot_paths(session.root, session.request.live)
    before = await asyncio.to_thread(_stamps, (), live, session.root)
    is_first = True
    while True:
        await asyncio.sleep(PERIOD)
        workspace = session.workspace
        if workspace is None:
            continue
        known = [os.path.join(session.root, file) for file in workspace.files if file[0] != "<"]
        now = await asyncio.to_thread(_stamps, known, live, session.root)
        for path, stamp in now.items():
            is_known = path in before or not is_first
            if is_known and before.get(path) != stamp and not os.path.isdir(path):
                uri = uri_of(path, session.root)
                note_changed(session, uri, is_deleted=stamp is None)
        before, is_first = now, False


def _stamps(known: Iterable[str], more: Iterable[str], root: str) -> dict[str, Stamp]:
    """Return the stamps of files, and of all that may be read in the folders around them."""
    folders = {os.path.dirname(path) for path in known} | {root}
    near = (each for folder in folders for each in _entries(folder))
    return {path: _stamp(path) for path in {*known, *near, *more}}


def _entries(folder: str) -> Iterator[str]:
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        if name.endswith(ENDINGS) or name in RELOADING:
            yield os.path.join(folder, name)


def _stamp(path: str) -> Stamp:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
