"""One GET, decoded: with time limits, and tried again where that may help.

There is no other verb here, nor anywhere else in svclint.
"""

from __future__ import annotations

import json
import time
from contextlib import closing
from importlib import import_module
from typing import Any, NamedTuple

from svclint.kubernetes.live.access import Access
from svclint.kubernetes.live.errors import ClusterError, broken, refused
from svclint.source.files import MAX_BYTES

_PIECE = 256 * 1024


class Patience(NamedTuple):
    """How long to wait, in seconds: to connect, between two pieces, for one answer, and to retry.

    ``pauses`` holds one pause for each further try; a server that asks for more than ``longest``
    is not waited for.
    """

    connect: float = 10
    silence: float = 30
    whole: float = 300
    pauses: tuple[float, ...] = (0.5, 1, 2, 4)
    longest: float = 30


PATIENCE = Patience()


def get(access: Access, path: str, patience: Patience | None = None) -> Any:
    """Ask for a path and give the JSON of the answer. Raises ``ClusterError``."""
    patience = patience or PATIENCE
    pauses = iter(patience.pauses)
    while True:
        try:
            return _ask(access, path, patience)
        except ClusterError as error:
            pause = next(pauses, None) if error.may_pass else None
            if error.wait > patience.longest:
                words = f"{error}; it asks to wait for {error.wait:.0f} s"
                raise ClusterError(words, status=error.status) from None
            if pause is None:
                raise
            time.sleep(max(pause, error.wait))


def _ask(access: Access, path: str, patience: Patience) -> Any:
    where = f"{access.called}: GET {access.server}{path}"
    urllib3 = import_module("urllib3")
    try:
        response: Any = access.pool.request(
            "GET",
            access.server + path,
            headers=access.headers(),
            timeout=urllib3.Timeout(connect=patience.connect, read=patience.silence),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        with closing(response):
            body = _body(response, where, patience.whole)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise broken(where, error) from None
    if response.status != 200:
        raise refused(where, response, body)
    return _decoded(body, where, response.headers.get("content-type", ""))


def _body(response: Any, where: str, seconds: float) -> bytes:
    """Read an answer piece by piece, so that one that drips in comes to an end, too."""
    until = time.monotonic() + seconds
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(_PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise ClusterError(f"{where}: the answer is larger than {MAX_BYTES >> 20} MiB")
        if time.monotonic() > until:
            raise ClusterError(
                f"{where}: the answer was not complete after {seconds:.0f} s; "
                "try again, or look at what lies between"
            )
    return b"".join(pieces)


def _decoded(body: bytes, where: str, content_type: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        # JSON that ends too early may come whole the next time; a page for people will not.
        is_json = "json" in content_type
        shown = " ".join(body[:80].decode("utf-8", "replace").split())
        raise ClusterError(
            f"{where}: the answer is {'broken' if is_json else 'no'} JSON: {shown!r}…; "
            "check that this is the address of a Kubernetes API server",
            may_pass=is_json,
        ) from None
