"""The documents of an editor, with their names, texts and places in its terms and in svclint's."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from typing import NamedTuple

from lsprotocol import types

from svclint.app.workspace.workspace import Workspace
from svclint.lsp.diagnostics import span_of
from svclint.lsp.files import file_of, name_in, uri_of
from svclint.lsp.rendering import RenderedFinding
from svclint.lsp.text import Text
from svclint.model import Location


class Opened(NamedTuple):
    """A document that is open in the editor, under the URI that the editor has for it."""

    uri: str
    text: Text
    version: int

    @property
    def raw(self) -> bytes:
        """The text as a file has it."""
        return self.text.source.encode("utf-8", "surrogatepass")


class Documents:
    """The open documents of an editor, and the files on disk around them."""

    def __init__(self, root: str, folders: Iterable[str], encoding: str) -> None:
        self.root, self.encoding = root, encoding
        self.folders = self.names_of_folders(folders)
        self.opened: dict[str, Opened] = {}
        self.workspace: Workspace | None = None
        # The findings in rendered objects, as of the last save.
        self.rendered: dict[str, list[RenderedFinding]] = {}

    def names_of_folders(self, folders: Iterable[str]) -> tuple[str, ...]:
        """Return the names of the folders of the editor, without those inside of another one."""
        paths = sorted({os.path.normpath(each) for each in folders if os.path.isdir(each)})
        outer: list[str] = []
        for path in paths:
            if not any(path.startswith(os.path.join(each, "")) for each in outer):
                outer.append(path)
        return tuple(name_in(self.root, path) for path in outer)

    @property
    def known_files(self) -> Collection[str]:
        """The names of all files of the workspace."""
        return self.workspace.files if self.workspace is not None else ()

    def file_of(self, uri: str) -> str:
        """Return the name that a run has for the file of a URI."""
        return file_of(uri, self.root)

    def uri_of(self, file: str) -> str:
        """Return the URI of a file of a run."""
        opened = self.opened.get(file)
        return opened.uri if opened else uri_of(file, self.root)

    def text_of(self, file: str) -> Text:
        """Return the text of a file: that of the editor, or that on disk."""
        opened = self.opened.get(file)
        if opened is not None:
            return opened.text
        raw = self.workspace.text(file) if self.workspace is not None else b""
        return Text(raw.decode("utf-8-sig", "replace"), self.encoding)

    def place_of(self, location: Location) -> types.Location:
        """Return the editor's location of a place."""
        text = self.text_of(location.file)
        return types.Location(self.uri_of(location.file), span_of(location, text))
