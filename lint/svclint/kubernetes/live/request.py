"""Send a GET request and decode the answer, with timeouts and retries.

svclint sends no other requests.
"""

from __future__ import annotations

import json
import time
from contextlib import closing
from importlib import import_module
from typing import Any, NamedTuple

from svclint.kubernetes.live.access import Access
from svclint.kubernetes.live.errors import ClusterError, connection_error, status_error
from svclint.source.files import MAX_BYTES

_CHUNK_SIZE = 256 * 1024


class Timeouts(NamedTuple):
    """Times in seconds: to connect, without data, for a whole answer, and between retries.

    There are as many retries as ``pauses``. If the server asks for a longer pause than
    ``longest``, there is none.
    """

    connect: float = 10
    silence: float = 30
    whole: float = 300
    pauses: tuple[float, ...] = (0.5, 1, 2, 4)
    longest: float = 30


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
    where = f"{access.description}: GET {access.server}{path}"
    urllib3 = import_module("urllib3")
    try:
        response: Any = access.pool.request(
            "GET",
            access.server + path,
            headers=access.headers(),
            timeout=urllib3.Timeout(connect=timeouts.connect, read=timeouts.silence),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        with closing(response):
            body = _body(response, where, timeouts.whole)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise connection_error(where, error) from None
    if response.status != 200:
        raise status_error(where, response, body)
    return _decoded(body, where, response.headers.get("content-type", ""))


def _body(response: Any, where: str, seconds: float) -> bytes:
    """Return the body, read in chunks so that a slow answer is aborted, too."""
    until = time.monotonic() + seconds
    chunks: list[bytes] = []
    size = 0
    while chunk := response.read1(_CHUNK_SIZE, decode_content=True):
        chunks.append(chunk)
        size += len(chunk)
        if size > MAX_BYTES:
            raise ClusterError(f"{where}: the answer is larger than {MAX_BYTES >> 20} MiB")
        if time.monotonic() > until:
            raise ClusterError(
                f"{where}: the answer was not complete after {seconds:.0f} s; "
                "try again, or check proxies on the way"
            )
    return b"".join(chunks)


def _decoded(body: bytes, where: str, content_type: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        # A retry helps if JSON was cut off, but not if the answer is an HTML page.
        is_json = "json" in content_type
        shown = " ".join(body[:80].decode("utf-8", "replace").split())
        raise ClusterError(
            f"{where}: the answer is {'broken' if is_json else 'not'} JSON: {shown!r}…; "
            "check that this is the address of a Kubernetes API server",
            is_transient=is_json,
        ) from None
