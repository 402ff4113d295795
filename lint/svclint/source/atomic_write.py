"""Write files atomically: a reader finds the old file or the complete new one.

A repository may contain a link where a file is to be written: nothing is written through one. The
folder is opened first, and everything happens in the folder that was opened.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from svclint.source.checkout import link_out_of_tree

_CAN_OPEN_FOLDERS = os.open in os.supports_dir_fd
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
# Open pipes and files of the process; on Linux, their names are links.
_DEVICES = ("/dev/", "/proc/self/fd/")


def write_text(file: str, text: str) -> None:
    """Write a text as UTF-8. Raises ``OSError``.

    A regular file is replaced. Anything else, such as a pipe, is appended to, and so is
    ``/dev/stderr``, which may be a log that already has content.
    """
    raw = text.encode("utf-8", "backslashreplace")
    if is_device(file):
        with open(file, "ab", opener=_open_without_waiting) as stream:
            stream.write(raw)
        return
    replace_file(file, raw)


def _open_without_waiting(file: str, flags: int) -> int:
    """Return the descriptor of a pipe or device. Raises ``OSError``, also if nothing reads it."""
    try:
        descriptor = os.open(file, flags | getattr(os, "O_NONBLOCK", 0), 0o666)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise OSError(error.errno, "No process reads from the FIFO", file) from None
        raise
    if hasattr(os, "O_NONBLOCK"):
        os.set_blocking(descriptor, True)
    return descriptor


def is_device(file: str) -> bool:
    """Return whether a file is a pipe or a device, which cannot be replaced.

    Raises ``OSError`` for a name that no file can have.
    """
    if "\0" in file:
        raise OSError(errno.EINVAL, "Contains a NUL, as no name of a file does", file)
    if file.startswith(_DEVICES):
        return True
    return not os.path.islink(file) and os.path.exists(file) and not os.path.isfile(file)


def replace_file(file: str, raw: bytes) -> None:
    """Replace the content of a regular file, or create it. Raises ``OSError``."""
    with replacing(file) as stream:
        stream.write(raw)


@contextmanager
def replacing(file: str, *, sync: bool = False) -> Generator[BinaryIO]:
    """Yield a stream whose content replaces a regular file, or creates it, if no error occurs.

    The file keeps its mode and, if permitted, its owner. With ``sync``, the content is on disk
    before the file is replaced. Raises ``OSError``, also if the file is a link.
    """
    with _Folder(file) as folder:
        before = folder.status()
        temporary = f".{folder.name}.{secrets.token_hex(4)}.tmp"
        descriptor = folder.create(temporary)
        try:
            with open(descriptor, "w+b") as stream:
                yield stream
                stream.flush()
                if sync:
                    os.fsync(stream.fileno())
                if before is not None:
                    _copy_owner_and_mode(before, stream.fileno(), folder.path(temporary))
            folder.rename(temporary)
        except BaseException:
            with suppress(OSError):
                folder.remove(temporary)
            raise


class _Folder:
    """The folder of a file, open, so that it cannot become another one meanwhile.

    Without such descriptors (on Windows), names are used instead.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        folder, self.name = os.path.split(os.path.abspath(file))
        self._real = os.path.realpath(folder)
        if link_out_of_tree(folder):
            raise OSError(errno.ELOOP, "Its folder is reached by a link out of the tree", file)
        self._at: int | None = None

    def __enter__(self) -> _Folder:
        if _CAN_OPEN_FOLDERS:
            flags = os.O_RDONLY | _NO_LINK | getattr(os, "O_DIRECTORY", 0)
            self._at = os.open(self._real, flags)
            if os.path.realpath(os.path.dirname(self._file) or os.curdir) != self._real:
                self.__exit__()
                raise OSError(errno.ESTALE, "Its folder was replaced meanwhile", self._file)
        return self

    def __exit__(self, *_: object) -> None:
        if self._at is not None:
            os.close(self._at)

    def path(self, name: str) -> str:
        """Return the name of a file relative to the open folder."""
        return name if self._at is not None else os.path.join(self._real, name)

    def status(self) -> os.stat_result | None:
        """Return the status of the file, ``None`` if it does not exist. Raises ``OSError``."""
        try:
            status = os.stat(self.path(self.name), dir_fd=self._at, follow_symlinks=False)
        except FileNotFoundError:
            return None
        if stat.S_ISLNK(status.st_mode):
            raise OSError(errno.ELOOP, "Is a link, and nothing is written through one", self._file)
        return status

    def create(self, name: str) -> int:
        """Return the descriptor of a new file."""
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_LINK | _BINARY
        try:
            return os.open(self.path(name), flags, 0o666, dir_fd=self._at)
        except OSError as error:
            raise OSError(error.errno, error.strerror, self._file) from None

    def rename(self, name: str) -> None:
        """Rename a file to the file to write. A link there would be replaced."""
        os.replace(self.path(name), self.path(self.name), src_dir_fd=self._at, dst_dir_fd=self._at)

    def remove(self, name: str) -> None:
        """Remove a file."""
        os.unlink(self.path(name), dir_fd=self._at)


def _copy_owner_and_mode(before: os.stat_result, descriptor: int, path: str) -> None:
    if hasattr(os, "fchown"):
        if (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
            with suppress(PermissionError):
                os.fchown(descriptor, before.st_uid, before.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(before.st_mode))
    else:
        os.chmod(path, stat.S_IMODE(before.st_mode))
