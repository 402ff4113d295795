"""Errors of reading a cluster, each with what to do about it."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from svclint.kubernetes.live.credentials import shown_url
from svclint.kubernetes.live.snapshot import SnapshotError

RIGHTS = "docs/cluster-access.md contains the ClusterRole that svclint needs"
_LONGEST_QUOTE = 300
_REMEDIES = {
    401: "the credentials are not accepted: sign in again, or check the user of the context",
    403: f"ask for these rights: {RIGHTS}",
    404: "check that this is the address of a Kubernetes API server",
    410: "the list changed faster than it could be read; try again",
    429: "the server is overloaded; try again later",
    503: "the server is not ready, or overloaded; try again later",
}


class ClusterError(SnapshotError):
    """A cluster that cannot be read; the message says what, where, and what to do.

    ``status`` is that of the answer, 0 if there was none. ``is_transient``: a retry can succeed,
    after at least ``wait`` seconds.
    """

    def __init__(
        self, message: str, *, status: int = 0, is_transient: bool = False, wait: float = 0
    ) -> None:
        super().__init__(message)
        self.status, self.is_transient, self.wait = status, is_transient, wait


def status_error(
    where: str, response: Any, body: bytes, public: Callable[[str], str]
) -> ClusterError:
    """Return the error for an answer with another status than 200.

    ``public`` returns a text of the server without credentials, which it may echo.
    """
    status = int(response.status)
    remedy = _REMEDIES.get(status, "")
    if 300 <= status < 400:
        target = public(shown_url(response.headers.get("location", "nowhere")))
        remedy = (
            f"it redirects to {target[:_LONGEST_QUOTE]}; check the address, and proxies on the way"
        )
    elif status >= 500:
        remedy = remedy or "this is an error of the server: see its log, or try again later"
    phrase = next((each.phrase for each in HTTPStatus if each == status), "")
    message = _message(body, public)
    text = f"{where}: the server answered {status} {phrase}".rstrip()
    text = f"{text}: {message}" if message else text
    return ClusterError(
        f"{text}; {remedy}" if remedy else text,
        status=status,
        is_transient=status == 429 or status >= 500,
        wait=_seconds(response.headers.get("retry-after", "")),
    )


def _message(body: bytes, public: Callable[[str], str]) -> str:
    """Return the message of a Status; any other answer, such as a page of a proxy, has none."""
    try:
        status = json.loads(body)
        message = status["message"] if isinstance(status["message"], str) else ""
    except (LookupError, TypeError, ValueError, RecursionError):
        return ""
    flat = public(" ".join(message.split()))
    return flat if len(flat) <= _LONGEST_QUOTE else f"{flat[:_LONGEST_QUOTE]}…"


def _seconds(text: str) -> float:
    """Return the seconds of a Retry-After header; 0 for a date, so that ordinary pauses apply."""
    return float(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def connection_error(where: str, error: Exception, public: Callable[[str], str]) -> ClusterError:
    """Return the error for a request without a complete answer; ``error`` is urllib3's or the OS's.

    The classes are compared by name, because importing urllib3 here would slow down every check.
    """
    names = {each.__name__ for each in type(error).__mro__}
    why = public(_reason(error))
    if "SSLError" in names:
        return ClusterError(
            f"{where}: the TLS connection cannot be trusted: {why}; "
            "check certificate-authority, client certificate and address in the kubeconfig"
        )
    if "ProxyError" in names:
        return ClusterError(
            f"{where}: the proxy cannot be used: {why}; check proxy-url and HTTPS_PROXY"
        )
    if "NameResolutionError" in names:
        return ClusterError(f"{where}: the host is unknown: {why}; check the address of the server")
    if "ConnectTimeoutError" in names and "NewConnectionError" not in names:
        return ClusterError(f"{where}: no connection in time; {_UNREACHABLE}")
    if "NewConnectionError" in names:
        return ClusterError(f"{where}: no connection: {why}; {_UNREACHABLE}")
    if "TimeoutError" in names:
        return ClusterError(
            f"{where}: the server did not answer in time; try again, or check its load"
        )
    return ClusterError(
        f"{where}: the answer was cut off: {why}; try again, or check proxies on the way",
        is_transient=True,
    )


_UNREACHABLE = (
    "check that the cluster is running, and that network, VPN and firewall allow the connection"
)


def _reason(error: BaseException) -> str:
    """Return the message of the innermost error: urllib3 nests errors, with objects in messages."""
    inner = error
    for _ in range(5):
        found = [each for each in inner.args if isinstance(each, BaseException)]
        following = found[-1] if found else inner.__cause__
        if following is None:
            break
        inner = following
    text = " ".join(str(inner).split())
    marker = "Failed to establish a new connection: "
    return text.rpartition(marker)[2] or type(inner).__name__
