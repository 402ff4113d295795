"""A session with an editor: its texts, the workspace behind them, and what is to be checked.

Everything runs in one thread, in short steps: between two of them, requests are answered.
"""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Callable, Iterable, Iterator
from time import monotonic

from lsprotocol import types

from svclint.app.context import live_objects
from svclint.app.input_files import has_roots
from svclint.app.progress import no_progress
from svclint.app.requests import CLUSTER, CheckRequest
from svclint.app.workspace.workspace import Workspace
from svclint.kubernetes.live import LiveState
from svclint.lsp.documents import Documents, Opened
from svclint.lsp.files import snapshot_paths
from svclint.lsp.protocol import logged
from svclint.lsp.publishing import Client, Publisher
from svclint.lsp.rendering import RenderedFinding, Renderer
from svclint.lsp.steps import STEP, run_in_steps
from svclint.lsp.text import Text
from svclint.model import SvclintError

# An edit is checked once no other one follows within this time, in seconds.
DEBOUNCE = 0.03
# All other documents are checked again once nothing is typed for this time.
IDLE = 0.7


class Session(Documents):
    """The documents of an editor and the findings in them."""

    def __init__(
        self,
        client: Client,
        root: str,
        request: CheckRequest,
        encoding: str,
        folders: Iterable[str] | None = None,
    ) -> None:
        super().__init__(root, (root,) if folders is None else folders, encoding)
        self.client, self.request = client, request
        self._pending: dict[str, bytes | None] = {}
        self._publisher = Publisher(self, client)
        self._last_edit = 0.0
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._must_load = True
        # Why nothing can be checked.
        self._problem = ""
        self._cluster: LiveState | None = None
        self.is_loading = True
        self._renderer = Renderer(request, self.root, self._show_rendered, client.log)

    def start(self) -> None:
        """Begin to check; needs a running event loop."""
        self._task = asyncio.get_running_loop().create_task(self._run())
        self._wanted.set()

    def stop(self) -> None:
        """Stop checking."""
        if self._task is not None:
            self._task.cancel()
        self._renderer.stop()

    def open(self, uri: str, source: str, version: int) -> None:
        """Take the text of a document that was opened."""
        self._take(Opened(uri, Text(source, self.encoding), version))

    def change(
        self, uri: str, changes: list[types.TextDocumentContentChangeEvent], version: int
    ) -> None:
        """Take changes of an open document."""
        known = self.opened.get(self.file_of(uri))
        if known is not None:
            self._take(Opened(known.uri, known.text.changed(changes), version))

    def _take(self, opened: Opened) -> None:
        file = self.file_of(opened.uri)
        self.opened[file] = opened
        self._pending[file] = opened.raw
        if opened.version > 1:
            # What was rendered belongs to another text.
            self.rendered.pop(file, None)
        self._last_edit = monotonic()
        self._wanted.set()

    def close(self, uri: str) -> None:
        """Count what is on disk from now on."""
        file = self.file_of(uri)
        self.opened.pop(file, None)
        self._note(file)

    def _note(self, *files: str) -> None:
        self._pending |= dict.fromkeys(files)
        self._wanted.set()

    def take_folders(self, folders: Iterable[str]) -> None:
        """Take other folders of the editor; the current folder stays."""
        self.folders = self.names_of_folders(folders)
        self.reload()

    def reload(self) -> None:
        """Read all files and settings again: one that others depend on has changed."""
        self._must_load = True
        self._wanted.set()

    def render(self) -> None:
        """Render charts and kustomizations again, from the files on disk."""
        if self.folders and self.workspace is not None and has_roots(self.workspace.files):
            self._renderer.start(self.folders)

    def _show_rendered(self, found: dict[str, list[RenderedFinding]]) -> None:
        before, self.rendered = self.rendered, found
        for file in {**before, **found}:
            self._publisher.publish_file(file)

    def note_changed(self, uri: str, *, is_deleted: bool) -> None:
        """Take a change of a file outside of the editor, or of a whole folder that is deleted."""
        file, workspace = self.file_of(uri), self.workspace
        if file in self.opened or workspace is None:
            return
        if file in workspace.files:
            self._note(file)
        elif is_deleted:
            inside = [each for each in workspace.files if each.startswith(os.path.join(file, ""))]
            self._note(*(each for each in inside if each not in self.opened))
        elif self.is_live(file) or workspace.reads(file):
            self.reload()

    def is_live(self, file: str) -> bool:
        """Return whether a file, or the folder of it, is a snapshot of the cluster."""
        path = os.path.normpath(os.path.join(self.root, file))
        live = snapshot_paths(self.root, self.request.live)
        return not {path, os.path.dirname(path)}.isdisjoint(live)

    def flush(self) -> Workspace | None:
        """Check the pending edits now; return the workspace, ``None`` while it cannot be used."""
        workspace = self.workspace
        if workspace is None:
            return None
        pending, self._pending = self._pending, {}
        for file, text in pending.items():
            if text is None and not os.path.exists(os.path.join(self.root, file)):
                workspace.forget(file)
                self._publisher.publish(file, [])
            else:
                workspace.change(file, text)
                self._publisher.publish_file(file)
        return workspace

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self._work()
            except SvclintError as error:
                self._problem = str(error)
                self.client.log(self._problem, types.MessageType.Error)
                self._publisher.publish_error(self._problem)
            except Exception as error:
                self.client.log(logged(error), types.MessageType.Error)

    async def _work(self) -> None:
        if self._must_load:
            await self.load()
        while self._pending and self.workspace is not None:
            waited = monotonic() - self._last_edit
            if waited < DEBOUNCE:
                await asyncio.sleep(DEBOUNCE - waited)
                continue
            self.flush()
            await asyncio.sleep(0)
        workspace = self.workspace
        if workspace is None and self._problem:
            self._publisher.publish_error(self._problem)
        if workspace is None or workspace.is_done:
            return
        await self._in_steps(workspace.check_rest(), lambda: workspace.is_nearly_done)
        self.client.refresh()
        while not (self._wanted.is_set() or workspace.is_done):
            waited = monotonic() - self._last_edit
            if waited < IDLE and not self.is_loading:
                await asyncio.sleep(0.05)
                continue
            await self._in_steps(workspace.check_rest(), lambda: workspace.is_done)
        if workspace.is_done and self.is_loading:
            self.is_loading = False
            # A collection would go through all that was read, in the middle of a keystroke.
            gc.freeze()

    async def _in_steps(self, rest: Iterator[set[str]], is_enough: Callable[[], bool]) -> None:
        """Check what remains in short steps, until something else is wanted."""
        await run_in_steps(rest, is_enough, self._wanted.is_set, self._publisher.publish_file)

    async def load(self) -> None:
        """Read all files, in short steps."""
        self._must_load = False
        self.is_loading = True
        gc.unfreeze()
        workspace = Workspace(self.request, self.folders, await self._live_objects())
        for file, opened in self.opened.items():
            workspace.take_text(file, opened.raw)
        self._pending.clear()
        began = monotonic()
        for _ in workspace.load():
            if monotonic() - began > STEP:
                await asyncio.sleep(0.001)
                began = monotonic()
                if self._must_load:
                    self._wanted.set()
                    return
        self.workspace = workspace
        self._publisher.withdraw(workspace.files)
        self._pending = self._edits_since(workspace)
        self.render()
        for file in [*self.opened, *workspace.files]:
            self._publisher.publish_file(file)
            if monotonic() - began > STEP:
                await asyncio.sleep(0.001)
                began = monotonic()

    async def _live_objects(self) -> LiveState | None:
        """Return the objects of a cluster, which is read once; ``None``: it is not named."""
        if CLUSTER not in self.request.live:
            return None
        if self._cluster is None:
            self._cluster = await asyncio.to_thread(live_objects, self.request, no_progress)
        return self._cluster

    def read_cluster_again(self) -> None:
        """Read the objects of the cluster again, and everything else with them."""
        self._cluster = None
        self.reload()

    def _edits_since(self, workspace: Workspace) -> dict[str, bytes | None]:
        """Return what has been edited or closed while a workspace was loaded."""
        texts = {file: opened.raw for file, opened in self.opened.items()}
        edits: dict[str, bytes | None] = {
            file: text for file, text in texts.items() if workspace.text(file) != text
        }
        return edits | dict.fromkeys(workspace.texts.keys() - texts.keys())
