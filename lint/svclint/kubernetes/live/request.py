"""Send a GET request and decode the answer, with limits for time and size, and retries.

svclint sends no other requests.
"""

from __future__ import annotations

import time
import zlib
from contextlib import closing
from importlib import import_module
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, NamedTuple

from svclint.kubernetes.live.access import Access
from svclint.kubernetes.live.errors import ClusterError, connection_error, status_error
from svclint.model.json_text import MAX_DEPTH, TooDeepError, read_json
from svclint.source.files import MAX_BYTES

_CHUNK_SIZE = 256 * 1024
# Of one answer with an error, and of all answers of a run.
_LONGEST_ERROR = 256 * 1024
MAX_TOTAL_BYTES = 4 * MAX_BYTES
# The objects of a list, and the list.
_MAX_DEPTH = MAX_DEPTH + 2


class Timeouts(NamedTuple):
    """Times in seconds: to connect, without data, for a whole answer, and between retries.

    There are as many retries as ``pauses``. If the server asks for a longer pause than
    ``longest``, there is none. ``total`` is for all requests of a run.
    """

    connect: float = 10
    silence: float = 30
    whole: float = 300
    pauses: tuple[float, ...] = (0.5, 1, 2, 4)
    longest: float = 30
    total: float = 1800


TIMEOUTS = Timeouts()


def get(access: Access, path: str, timeouts: Timeouts | None = None) -> Any:
    """Return the decoded JSON of the answer to a GET of ``path``. Raises ``ClusterError``."""
    timeouts = timeouts or TIMEOUTS
    pauses = iter(timeouts.pauses)
    while True:
        try:
            return _send(access, path, timeouts)
        except ClusterError as error:
            pause = next(pauses, None) if error.is_transient else None
            if error.wait > timeouts.longest:
                message = f"{error}; it asks to wait for {error.wait:.0f} s"
                raise ClusterError(message, status=error.status) from None
            if pause is None:
                raise
            time.sleep(max(pause, error.wait))


def _send(access: Access, path: str, timeouts: Timeouts) -> Any:
    """Send one request in a thread, so that connecting and headers count for the time, too."""
    where = f"{access.description}: GET {access.server}{path}"
    left = access.usage.began + timeouts.total - time.monotonic()
    if left <= 0:
        raise ClusterError(f"{where}: reading the cluster took more than {timeouts.total:.0f} s")
    seconds = min(timeouts.whole, left)
    outcome: SimpleQueue[Any] = SimpleQueue()

    def answer() -> None:
        try:
            outcome.put(_answer(access, path, timeouts, where))
        except ClusterError as error:
            outcome.put(error)
        except Exception as error:
            # Messages of other errors may quote headers.
            outcome.put(ClusterError(f"{where}: the request failed: {type(error).__name__}"))

    Thread(target=answer, daemon=True).start()
    try:
        # The reading thread sees the end of the time first, unless it waits for a byte.
        found = outcome.get(timeout=seconds)
    except Empty:
        raise ClusterError(
            f"{where}: the answer was not complete after {seconds:.0f} s; "
            "try again, or check proxies on the way"
        ) from None
    if isinstance(found, ClusterError):
        raise found
    return found


def _answer(access: Access, path: str, timeouts: Timeouts, where: str) -> Any:
    urllib3 = import_module("urllib3")
    try:
        response: Any = access.pool.request(
            "GET",
            access.url.reveal() + path,
            headers=_headers(access, where),
            timeout=urllib3.Timeout(connect=timeouts.connect, read=timeouts.silence),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        with closing(response):
            body = _body(access, response, where)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise connection_error(where, error, access.credentials.public) from None
    if response.status != 200:
        raise status_error(where, response, body, access.credentials.public)
    return _decoded(body, where, response.headers.get("content-type", ""))


def _headers(access: Access, where: str) -> dict[str, str]:
    headers = {"accept": "application/json", "accept-encoding": "gzip", "user-agent": "svclint"}
    authorization = access.authorization()
    if authorization is None:
        return headers
    value = authorization.reveal().strip()
    if not (value.isascii() and value.isprintable()):
        raise ClusterError(
            f"{where}: the credential of the user contains a line end or another character that "
            "no HTTP header can contain; write the token in one line"
        )
    return {**headers, "authorization": value}


def _body(access: Access, response: Any, where: str) -> bytes:
    """Return the body, decompressed in steps of bounded size."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("gzip", "identity"):
        raise ClusterError(f"{where}: the answer is compressed in a way that was not asked for")
    inflate = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
    most = MAX_BYTES if response.status == 200 else _LONGEST_ERROR
    chunks: list[bytes] = []
    size = 0
    while chunk := response.read1(_CHUNK_SIZE, decode_content=False):
        while chunk:
            piece, chunk = _inflated(inflate, chunk, where)
            chunks.append(piece)
            size += len(piece)
            if size > most:
                raise ClusterError(f"{where}: the answer is larger than {_size(most)}")
            access.usage.size += len(piece)
            if access.usage.size > MAX_TOTAL_BYTES:
                raise ClusterError(f"{where}: all answers are larger than {_size(MAX_TOTAL_BYTES)}")
    if inflate is not None and not inflate.eof and size:
        raise ClusterError(f"{where}: the answer was cut off; try again", is_transient=True)
    return b"".join(chunks)


def _inflated(inflate: Any, chunk: bytes, where: str) -> tuple[bytes, bytes]:
    """Return at most ``_CHUNK_SIZE`` decompressed bytes, and the rest of a compressed chunk."""
    if inflate is None:
        return chunk, b""
    try:
        piece = inflate.decompress(chunk, _CHUNK_SIZE)
    except zlib.error:
        raise ClusterError(f"{where}: the answer is not gzip, as its header says") from None
    return piece, inflate.unconsumed_tail


def _size(limit: int) -> str:
    return f"{limit >> 20} MiB" if limit >> 20 else f"{limit >> 10} KiB"


def _decoded(body: bytes, where: str, content_type: str) -> Any:
    try:
        return read_json(body, _MAX_DEPTH)
    except TooDeepError as error:
        raise ClusterError(f"{where}: the answer is {error}") from None
    except ValueError:
        # A retry helps if JSON was cut off, but not if the answer is an HTML page.
        is_json = "json" in content_type
        raise ClusterError(
            f"{where}: the answer is {'broken' if is_json else 'not'} JSON; "
            "check that this is the address of a Kubernetes API server",
            is_transient=is_json,
        ) from None
