"""A folder that belongs to the user alone, in which no link is followed.

Whoever can place a file in the cache could decide what svclint reports. So the folder and its
files must be the user's, nobody else may enter it, and it is not in a checkout, whose authors would
be able to bring entries along, with the key for them.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from functools import cached_property

from svclint.source.checkout import checkout_of

_KEY_FILE = "key"
_KEY_BYTES = 32
_CAN_OPEN_FOLDERS = os.open in os.supports_dir_fd
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
# Without O_NONBLOCK, opening a FIFO would wait for a writer.
_READ = os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK


class UntrustedError(Exception):
    """A folder that others may have written; the message says why."""


class PrivateFolder:
    """An open folder; its files are named without the folder. Closed with the process."""

    def __init__(self, path: str, descriptor: int | None) -> None:
        self._path, self._at = path, descriptor

    def read(self, name: str, most: int) -> bytes | None:
        """Return the content of a file, ``None`` if it is not the user's own, or too large."""
        try:
            descriptor = os.open(self._name(name), _READ, dir_fd=self._at)
        except OSError:
            return None
        with open(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or not _is_own(status):
                return None
            return stream.read(most) if status.st_size <= most else None

    def write(self, name: str, parts: tuple[bytes, ...]) -> None:
        """Replace a file as a whole. Raises ``OSError``."""
        with self._temporary(name, parts) as temporary:
            names = self._name(temporary), self._name(name)
            os.replace(*names, src_dir_fd=self._at, dst_dir_fd=self._at)

    def remove(self, name: str) -> None:
        """Remove a file. Raises ``OSError``."""
        os.unlink(self._name(name), dir_fd=self._at)

    def files(self) -> list[tuple[int, int, str]]:
        """Return time, size and name of every file."""
        with os.scandir(self._path if self._at is None else self._at) as found:
            return [
                (status.st_mtime_ns, status.st_size, entry.name)
                for entry in found
                if (status := entry.stat(follow_symlinks=False))
            ]

    def remove_key(self) -> None:
        """Remove the key: no entry is valid any more."""
        with suppress(FileNotFoundError):
            self.remove(_KEY_FILE)

    def digest(self, *parts: bytes) -> str:
        """Return a digest that only this user can compute. Raises ``OSError``."""
        digest = hashlib.blake2b(key=self._key, digest_size=16)
        for part in parts:
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
        return digest.hexdigest()

    @cached_property
    def _key(self) -> bytes:
        key = self.read(_KEY_FILE, _KEY_BYTES)
        if key is None or len(key) != _KEY_BYTES:
            self.remove_key()
            # A hard link fails if another process was faster.
            with (
                self._temporary(_KEY_FILE, (os.urandom(_KEY_BYTES),)) as temporary,
                suppress(FileExistsError),
            ):
                names = self._name(temporary), self._name(_KEY_FILE)
                os.link(*names, src_dir_fd=self._at, dst_dir_fd=self._at, follow_symlinks=False)
            key = self.read(_KEY_FILE, _KEY_BYTES)
        if key is None or len(key) != _KEY_BYTES:
            raise OSError("the key of the cache cannot be read")
        return key

    @contextmanager
    def _temporary(self, name: str, parts: tuple[bytes, ...]) -> Generator[str]:
        temporary = f"{name}.{os.urandom(8).hex()}"
        descriptor = os.open(self._name(temporary), _CREATE, 0o600, dir_fd=self._at)
        try:
            with open(descriptor, "wb") as stream:
                stream.writelines(parts)
            yield temporary
        finally:
            with suppress(FileNotFoundError):
                self.remove(temporary)

    def _name(self, name: str) -> str:
        return name if self._at is not None else os.path.join(self._path, name)


def private_folder(path: str) -> PrivateFolder | None:
    """Open a folder, and create it if necessary; ``None`` if that is not possible.

    Raises ``UntrustedError``.
    """
    if top := checkout_of(_existing(path)):
        raise UntrustedError(f"it is in the checkout {top}")
    if os.path.islink(path):
        raise UntrustedError("it is a link")
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
        status = os.stat(path, follow_symlinks=False)
        descriptor = None
        if _CAN_OPEN_FOLDERS:
            flags = os.O_RDONLY | _NO_LINK | getattr(os, "O_DIRECTORY", 0)
            descriptor = os.open(path, flags)
            status = os.fstat(descriptor)
    except OSError:
        return None
    if not _is_own(status):
        raise UntrustedError("it belongs to another user")
    if os.name == "posix" and stat.S_IMODE(status.st_mode) & 0o077:
        raise UntrustedError(
            "others may access it; name a folder that only svclint uses, with mode 0700"
        )
    return PrivateFolder(path, descriptor)


def _existing(path: str) -> str:
    """Return the nearest folder above a path that exists."""
    here = os.path.abspath(path)
    while not os.path.isdir(here) and os.path.dirname(here) != here:
        here = os.path.dirname(here)
    return here


def _is_own(status: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
