"""Names of files as svclint spells them, and as editors do: as URIs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from urllib.parse import quote, unquote

from pygls import uris

from svclint.app.requests import CLUSTER

# What stays as it is in the name of a text without a file, which is in no folder.
_SAFE = ":#?=&@+,;!'()*[]<> "
# JSON may contain halves of letters beyond U+FFFF.
_ANY_LETTER = "surrogatepass"


def file_of(uri: str, root: str) -> str:
    """Return the name of a file as a run in the folder ``root`` spells it; the URI if it is none.

    A text that was never saved has a URI of another scheme.
    """
    path = path_of(uri) if uri.startswith("file:") else None
    return name_in(root, path) if path else f"<{quote(uri, safe=_SAFE, errors=_ANY_LETTER)}>"


def path_of(uri: str) -> str | None:
    """Return the path in the URI of a file; ``None`` if no file can have it."""
    try:
        path: str | None = uris.to_fs_path(uri)
        os.fsencode(path or "")
    except ValueError:
        return None
    return path if path and "\0" not in path else None


def name_in(root: str, path: str) -> str:
    """Return the name of an absolute path as a run in the folder ``root`` spells it."""
    inside = os.path.relpath(path, root)
    if inside == os.curdir:
        return inside
    is_outside = inside == os.pardir or inside.startswith(os.pardir + os.sep)
    return path if is_outside else os.path.join(os.curdir, inside)


def uri_of(file: str, root: str) -> str:
    """Return the URI of a file as a run in the folder ``root`` spells it."""
    if file.startswith("<"):
        return unquote(file[1:-1], errors=_ANY_LETTER)
    return uris.from_fs_path(os.path.normpath(os.path.join(root, file))) or ""


def snapshot_paths(root: str, live: Iterable[str]) -> list[str]:
    """Return the paths of the files and folders of ``--live``, as named in the folder ``root``."""
    return [os.path.normpath(os.path.join(root, each)) for each in live if each != CLUSTER]
